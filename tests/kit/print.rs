//! A page printed by a real browser, headless: its pages as text, as another program copies it, and as pictures.
//!
//! Debian's chromium and poppler-utils; `.ci/need chromium poppler-utils` installs them. `OTOP_PRINTS` names a folder that keeps what was
//! printed, to be looked at.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::process::{bare, finish};

/// What a print needs of a browser that stands alone and reaches nothing.
const ALONE: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
];

/// A printed page.
pub struct Print {
    folder: TempDir,
}

impl Print {
    /// Prints a page to PDF.
    ///
    /// # Panics
    /// When the browser does not.
    pub async fn of(html: &str, name: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let page = folder.path().join("page.html");
        std::fs::write(&page, html).expect("there is room");
        let print = Self { folder };
        let mut browser = bare("chromium");
        browser.args(ALONE).env("HOME", print.folder.path());
        browser.arg(format!("--user-data-dir={}", print.folder.path().join("profile").display()));
        browser.arg(format!("--print-to-pdf={}", print.pdf().display()));
        browser.arg(format!("file://{}", page.display()));
        let done = finish(browser).await;
        assert!(print.pdf().exists(), "{}", String::from_utf8_lossy(&done.stderr));
        print.keep(name).await;
        print
    }

    fn pdf(&self) -> PathBuf {
        self.folder.path().join("page.pdf")
    }

    /// Its text, as it is copied out of the PDF, page by page.
    pub async fn pages(&self) -> Vec<String> {
        let mut reader = bare("pdftotext");
        reader.args(["-enc", "UTF-8", "-raw"]).arg(self.pdf()).arg("-");
        let text = finish(reader).await.stdout;
        let text = String::from_utf8(text).expect("UTF-8");
        text.split_terminator('\u{c}').map(str::to_owned).collect()
    }

    /// Keeps page and pictures where somebody wants to look at them.
    async fn keep(&self, name: &str) {
        let Some(kept) = std::env::var_os("OTOP_PRINTS") else { return };
        let kept = Path::new(&kept);
        std::fs::create_dir_all(kept).expect("a folder to keep them in");
        std::fs::copy(self.pdf(), kept.join(format!("{name}.pdf"))).expect("there is room");
        let mut painter: Command = bare("pdftoppm");
        painter.args(["-png", "-r", "80"]).arg(self.pdf()).arg(kept.join(name));
        assert!(finish(painter).await.status.success());
    }
}

/// What a page says in its table: the words of its cells, in their order, without markup.
pub fn cells(html: &str) -> Vec<String> {
    let tags = ["<td", "<th"];
    let starts = tags.iter().flat_map(|tag| html.match_indices(tag).map(|(at, _)| at));
    let mut starts: Vec<usize> = starts.filter(|at| html[at + 3..].starts_with([' ', '>'])).collect();
    starts.sort_unstable();
    let cell = |at: usize| {
        html[at..]
            .split_once('>')
            .map(|(_, rest)| rest.split("</t").next().unwrap_or_default())
    };
    let words = starts.into_iter().filter_map(cell).map(plain);
    words.filter(|words| !words.is_empty()).collect()
}

/// Text without tags, entities and white space.
fn plain(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, after)| after));
    }
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    squeezed(&text)
}

/// Without white space: where lines break is the printer's business.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}
