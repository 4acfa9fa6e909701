//! What waits, sent: the scan first, then what is said of it. Both may be sent again: the server knows them by hash and id.

use cynic::MutationBuilder;
use otop_schema::{Refusal, RefusalCode};
use serde::{Deserialize, Serialize};

use crate::{
    carrier::{Letter, Reply},
    error::{Error, Result},
    laptop::Laptop,
    online::{ended, explained},
    plan::Answer,
    remote::auth::unreachable,
    store::attachments::Attachment,
    wire::evidence::{RecordEvidence, RecordEvidenceInput, RecordEvidenceVariables},
};

/// What became of evidence in a meeting, and what of it waits afterwards.
#[derive(Serialize, Debug, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    /// Taken by the server.
    pub sent: usize,
    /// Waits.
    pub waiting: usize,
    /// Refused: a person has to look.
    pub attention: usize,
}

/// Why one was not taken.
pub(super) enum Stopped {
    /// The server says no.
    Refused(Refusal),
    /// There is no server, or none of ours; the sign-in has ended.
    Broken(Error),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Stopped::Broken(error)
    }
}

impl Laptop {
    /// Sends the person's evidence, oldest first.
    ///
    /// # Errors
    /// Offline; the sign-in has ended. What was not taken waits, and a scan goes on where it stopped.
    pub async fn send_evidence(&mut self) -> Result<Sent> {
        let person = self.store.signed_in()?.person;
        let mut sent = 0;
        for row in self.store.attachments_to_send(&person)? {
            self.offered.insert(row.id.clone());
            match self.send_one(&row).await {
                Ok(()) => {
                    self.store.attachment_taken(&row.id)?;
                    sent += 1;
                }
                // It goes out by itself when the month has begun.
                Err(Stopped::Refused(refusal)) if refusal.code == RefusalCode::MonthNotOpen => {}
                Err(Stopped::Refused(refusal)) => self.store.attachment_refused(&row.id, &serde_json::to_string(&refusal)?)?,
                Err(Stopped::Broken(error)) => return Err(error),
            }
        }
        Ok(Sent {
            sent,
            waiting: self.store.count_attachments(&person, "pending")?,
            attention: self.store.count_attachments(&person, "attention")?,
        })
    }

    /// Whether some of a person's evidence was never offered, so that it is worth a meeting.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn has_new_evidence(&mut self, person: &str) -> Result<bool> {
        let waits = self.store.attachments_to_send(person)?;
        Ok(waits.iter().any(|row| !self.offered.contains(&row.id)))
    }

    async fn send_one(&mut self, row: &Attachment) -> std::result::Result<(), Stopped> {
        let input: RecordEvidenceInput = serde_json::from_str(&row.input).map_err(Error::from)?;
        if let (Some(name), Some(bytes)) = (&input.sha256, self.store.scan(&row.id)?) {
            self.send_scan(&row.id, name, &bytes).await?;
        }
        let operation = RecordEvidence::build(RecordEvidenceVariables { input });
        let body = serde_json::to_vec(&operation).map_err(Error::from)?;
        let reply = self
            .delivered(Letter {
                path: "/graphql".to_owned(),
                token: None,
                body,
                gzip: false,
                part: None,
            })
            .await?;
        let refused = refusal(&reply.body);
        let remote = self.remote()?;
        match remote.read::<RecordEvidence>(reply) {
            Ok(_) => Ok(()),
            Err(answer @ Answer::Malformed(_)) => {
                Err(refused.map_or_else(|| Stopped::Broken(explained(&answer, remote.server())), Stopped::Refused))
            }
            Err(answer) => Err(Stopped::Broken(explained(&answer, remote.server()))),
        }
    }

    /// Carries a letter under the person's sign-in, renewing it once where it has run out.
    pub(super) async fn delivered(&mut self, letter: Letter) -> Result<Reply> {
        let token = self.store.signed_in()?.access_token.ok_or_else(ended)?;
        let reply = self.carried(&letter, token).await?;
        if reply.status != 401 {
            return Ok(reply);
        }
        let remote = self.remote()?;
        let token = self.renewed(&remote).await?;
        match self.carried(&letter, token).await? {
            reply if reply.status == 401 => Err(ended()),
            reply => Ok(reply),
        }
    }

    async fn carried(&mut self, letter: &Letter, token: String) -> Result<Reply> {
        let remote = self.remote()?;
        let letter = Letter {
            token: Some(token),
            ..letter.clone()
        };
        remote.carry(letter).await.map_err(|_| unreachable(remote.server()))
    }
}

#[derive(Deserialize)]
struct Refused {
    #[serde(default)]
    errors: Vec<Said>,
}

#[derive(Deserialize)]
struct Said {
    message: String,
    extensions: Extensions,
}

#[derive(Deserialize)]
struct Extensions {
    code: RefusalCode,
    field: Option<String>,
    rule: Option<String>,
}

/// The refusal of a mutation; none for what this program does not understand.
fn refusal(body: &[u8]) -> Option<Refusal> {
    let refused: Refused = serde_json::from_slice(body).ok()?;
    let Said { message, extensions } = refused.errors.into_iter().next()?;
    Some(Refusal {
        code: extensions.code,
        field: extensions.field,
        rule: extensions.rule,
        message,
        opens_at: None,
    })
}
