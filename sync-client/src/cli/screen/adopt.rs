//! What an officer took over, seen from both sides.

use super::at;
use crate::{adopt::Adoption, cli::say, message::Lang, queue::instant, store::adopt::Adopted};

/// `otop adopt`.
pub fn adoption(adoption: &Adoption, lang: Lang) -> String {
    let Adoption { from, adopted, left, .. } = adoption;
    let mut text = say(
        lang,
        format!("รับ {adopted} รายการของ {from} มาเป็นของท่านแล้ว จะส่งเมื่อ otop sync\n"),
        format!("{adopted} edits of {from} are yours now. They go out with otop sync.\n"),
    );
    if *left > 0 {
        text += &say(
            lang,
            format!("  อีก {left} รายการยังรอ {from}: เป็นของอำเภออื่นหรือต้องตัดสินใจเอง\n"),
            format!("  {left} more still wait for {from}: of other districts, or to be decided in person.\n"),
        );
    }
    text
}

/// What others took over of the person's own edits.
pub fn taken_over(adopted: &[Adopted], lang: Lang) -> String {
    let line = |adopted: &Adopted| {
        let Adopted {
            by, reason, edits, open, ..
        } = adopted;
        let when = instant(Some(&adopted.at)).map_or_else(String::new, |when| at(when, lang));
        say(
            lang,
            format!("  {by} รับ {edits} รายการของท่านไปเมื่อ {when} ({reason}) ยังไม่เสร็จ {open}\n"),
            format!("  {by} took over {edits} edits of yours on {when} ({reason}), {open} of them still open\n"),
        )
    };
    adopted.iter().map(line).collect()
}
