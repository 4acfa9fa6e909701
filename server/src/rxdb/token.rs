//! A checkpoint: our cursor, and how much was told of an event that did not fit a page.

use std::fmt;

use diesel_async::AsyncPgConnection;
use otop_schema::AreaCode;

use crate::error::Result;
use crate::feed::{Cursor, Place};
use crate::identity::Caller;
use crate::sync;

/// Where a client goes on. An event that lists more figures than a page has room for is told in parts: the cursor stays before it,
/// and `told` counts the figures of it that were handed out.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub cursor: Cursor,
    pub told: Option<(AreaCode, usize)>,
}

impl Token {
    /// Goes on after a token in the areas that are the caller's now; one that is not usable begins anew.
    pub(super) async fn resume(connection: &mut AsyncPgConnection, caller: &Caller, text: Option<&str>) -> Result<Self> {
        let (cursor, told) = text.map(parts).unzip();
        let (start, reset) = sync::resume(connection, caller, cursor.map(otop_schema::Cursor).as_ref()).await?;
        Ok(Self {
            cursor: start.cursor,
            told: told.flatten().filter(|_| !reset),
        })
    }

    /// Goes on from one place in all areas of the caller.
    pub(super) async fn from(connection: &mut AsyncPgConnection, caller: &Caller, place: &Place) -> Result<Self> {
        let mut token = Self::resume(connection, caller, None).await?;
        token.cursor.places.values_mut().for_each(|own| *own = place.clone());
        Ok(token)
    }
}

impl fmt::Display for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.cursor)?;
        match &self.told {
            Some((area, count)) => write!(out, "+{area}:{count}"),
            None => Ok(()),
        }
    }
}

/// The cursor's text, and what follows it.
fn parts(text: &str) -> (String, Option<(AreaCode, usize)>) {
    let told = text.rsplit_once('+').and_then(|(cursor, told)| Some((cursor, told_of(told)?)));
    match told {
        Some((cursor, told)) => (cursor.to_owned(), Some(told)),
        None => (text.to_owned(), None),
    }
}

fn told_of(text: &str) -> Option<(AreaCode, usize)> {
    let (area, count) = text.split_once(':')?;
    Some((area.parse().ok()?, count.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_cursor_is_read_strictly() {
        let area = |code: &str| code.parse::<AreaCode>().ok();
        assert_eq!(parts("a~b"), ("a~b".to_owned(), None));
        assert_eq!(parts("a~b+2706:7"), ("a~b".to_owned(), area("2706").map(|area| (area, 7))));
        assert_eq!(parts("a~b+2706:-1").1, None);
        assert_eq!(parts("a~b+x:1"), ("a~b+x:1".to_owned(), None));
    }
}
