//! `otop attach`, `otop evidence`.

use serde_json::json;

use super::{
    args::{Attach, Evidence},
    commands::must_know_the_register,
    page::Page,
    screen,
};
use crate::{
    attach::EvidenceEdit,
    error::{Exit, Result},
    laptop::Laptop,
    message::Lang,
    read,
};

/// Records evidence.
pub fn attach(laptop: &mut Laptop, args: &Attach, lang: Lang) -> Result<Page> {
    must_know_the_register(laptop)?;
    let edit = EvidenceEdit {
        producer: args.producer.clone(),
        month: read::month(&args.month)?,
        kind: args.kind.clone(),
        reference: args.reference.clone(),
        kept_at: args.kept_at.clone(),
        seen_by: args.seen_by.clone(),
        seen_on: args.seen_on.as_deref().map(read::day).transpose()?,
        note: args.note.clone(),
        file: args.file.clone(),
    };
    let attached = laptop.attach(&edit)?;
    Page::new(&attached, screen::attached(&attached, lang), Exit::Ok)
}

/// Shows what there is, or takes one back.
pub fn run(laptop: &mut Laptop, command: Option<&Evidence>, lang: Lang) -> Result<Page> {
    match command {
        None | Some(Evidence::List) => {
            let own = laptop.own_evidence()?;
            Page::new(&json!({ "evidence": own }), screen::own_evidence(&own, lang), Exit::Ok)
        }
        Some(Evidence::Withdraw { id }) => {
            let gone = laptop.drop_evidence(id)?;
            Page::new(&json!({ "withdrawn": gone }), screen::own_evidence(&[gone], lang), Exit::Ok)
        }
    }
}
