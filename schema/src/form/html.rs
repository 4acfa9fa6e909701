//! A form as one page of HTML that needs nothing else: its font is in it, and it prints on A4 with a repeated header, numbered pages and
//! signatures that do not split.

use std::fmt::Write as _;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::figures::{Block, Figures, Record, Value};
use super::qr::qr_svg;
use super::template::{Labelled, Template};
use super::words::Digits;
use super::xlsx::in_words;
use crate::thai_date_long;

/// How a page is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageOptions {
    /// In which digits; digests and addresses stay as they are.
    pub digits: Digits,
    /// The server's address, to which the code leads: `https://otop.example`.
    pub check_at: Option<String>,
}

/// From so many columns on the lines are drawn smaller.
const MANY_COLUMNS: usize = 9;

/// The page.
pub fn page(template: &Template, figures: &Figures, options: &PageOptions) -> String {
    let draw = Draw {
        template,
        figures,
        options,
    };
    let dense = if template.columns.len() >= MANY_COLUMNS {
        " class=\"dense\""
    } else {
        ""
    };
    let table = [
        draw.widths(),
        format!("<thead>{}{}</thead>", draw.head(), draw.headings()),
        format!("<tbody>{}{}{}</tbody>", draw.rows(), draw.total(), draw.closing()),
        format!("<tfoot>{}</tfoot>", draw.stamp()),
    ];
    let title = draw.title();
    document(
        &title,
        &style(template.landscape, options.digits),
        &format!("<table{dense}>{}</table>", table.concat()),
    )
}

/// The page behind a form's code: a verdict and its meaning, each in Thai and English.
pub fn check_page(heading: &str, lines: &[String]) -> String {
    let lines: String = lines.iter().map(|line| format!("<p>{}</p>", escaped(line))).collect();
    let body = format!("<h1>{}</h1>{lines}", escaped(heading));
    document(heading, &style(false, Digits::Arabic), &body)
}

fn document(title: &str, style: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html>\n<html lang=\"th\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style>{style}</style></head><body>{body}</body></html>\n"
    )
}

struct Draw<'a> {
    template: &'a Template,
    figures: &'a Figures,
    options: &'a PageOptions,
}

impl Draw<'_> {
    fn words(&self, words: &str) -> String {
        escaped(&self.options.digits.of(words))
    }

    /// Across all columns.
    fn across(&self) -> usize {
        self.template.columns.len()
    }

    fn title(&self) -> String {
        let facts = ["place", "month", "fiscalYear"]
            .iter()
            .filter_map(|name| self.figures.facts.get(name));
        let facts: Vec<String> = facts.take(2).map(Value::shown).collect();
        format!("{} {}", self.template.number, facts.join(" "))
    }

    fn widths(&self) -> String {
        let widths = self.template.columns.iter().map(|column| u32::from(column.width));
        let whole = widths.clone().sum::<u32>().max(1);
        let columns: String = widths
            .map(|width| width * 10_000 / whole)
            .map(|share| format!("<col style=\"width:{}.{:02}%\">", share / 100, share % 100))
            .collect();
        format!("<colgroup>{columns}</colgroup>")
    }

    fn head(&self) -> String {
        let marks = self.figures.marks();
        let marks: String = marks
            .iter()
            .map(|mark| format!("<span class=\"mark\">{}</span>", self.words(mark)))
            .collect();
        let facts: String = self.template.facts.iter().filter_map(|fact| self.fact(fact)).collect();
        format!(
            "<tr class=\"head\"><th colspan=\"{}\"><span class=\"number\">{}</span>{marks}<h1>{}</h1><p class=\"facts\">{facts}</p></th></tr>",
            self.across(),
            self.words(&self.template.number),
            self.words(&self.template.title),
        )
    }

    fn fact(&self, fact: &Labelled) -> Option<String> {
        let value = self.figures.facts.get(&fact.value)?;
        let label = if fact.label.is_empty() {
            String::new()
        } else {
            self.words(&fact.label) + " "
        };
        Some(format!("<span>{label}<b>{}</b></span> ", self.words(&value.shown())))
    }

    fn headings(&self) -> String {
        let headings = self.template.columns.iter();
        let headings: String = headings.map(|column| format!("<th>{}</th>", self.words(&column.heading))).collect();
        format!("<tr class=\"columns\">{headings}</tr>")
    }

    fn rows(&self) -> String {
        let blank = [Record::default()];
        let blanks = if self.figures.rows.is_empty() {
            self.template.blank_rows
        } else {
            0
        };
        let blanks = blank.iter().cycle().take(blanks);
        self.figures.rows.iter().chain(blanks).map(|row| self.row("line", row)).collect()
    }

    fn total(&self) -> String {
        let is_empty = self
            .template
            .columns
            .iter()
            .all(|column| self.figures.totals.get(&column.value).is_none());
        if is_empty {
            String::new()
        } else {
            self.row("line total", &self.labelled_total())
        }
    }

    /// รวม stands in the first column of words that has no total.
    fn labelled_total(&self) -> Record {
        let names = ["producer", "name", "category"];
        let first = names
            .into_iter()
            .find(|name| self.template.columns.iter().any(|column| column.value == *name));
        match first {
            Some(name) => self.figures.totals.clone().text(name, "รวม"),
            None => self.figures.totals.clone(),
        }
    }

    fn row(&self, class: &str, row: &Record) -> String {
        let cells: String = self
            .template
            .columns
            .iter()
            .map(|column| self.cell(row.get(&column.value)))
            .collect();
        format!("<tr class=\"{class}\">{cells}</tr>")
    }

    fn cell(&self, value: Option<&Value>) -> String {
        match value {
            Some(value) if value.is_number() => format!("<td class=\"n\">{}</td>", self.words(&value.shown())),
            Some(value) => format!("<td>{}</td>", self.words(&value.shown())),
            None => "<td></td>".to_owned(),
        }
    }

    fn closing(&self) -> String {
        let words = in_words(self.template, self.figures).map(|words| format!("<p class=\"words\">{}</p>", self.words(&words)));
        let notes: String = self
            .template
            .notes
            .iter()
            .map(|note| format!("<p>{}</p>", self.words(note)))
            .collect();
        let signatures: String = self.template.signatures.iter().map(|signature| self.signature(signature)).collect();
        format!(
            "<tr class=\"closing\"><td colspan=\"{}\">{}{notes}<div class=\"signatures\">{signatures}</div></td></tr>",
            self.across(),
            words.unwrap_or_default(),
        )
    }

    fn signature(&self, place: &Labelled) -> String {
        let unknown = Block::default();
        let block = self.figures.blocks.get(place.value.as_str()).unwrap_or(&unknown);
        let line = "........................................";
        let sign = if block.electronic {
            "ลงนามในระบบแล้ว"
        } else {
            line
        };
        let name = block.name.as_deref().unwrap_or(line);
        let day = block
            .day
            .map_or_else(|| "............/............/............".to_owned(), thai_date_long);
        let mut lines = vec![format!("ลงชื่อ {sign}"), format!("({name})")];
        lines.push(format!("ตำแหน่ง {}", block.position.as_deref().unwrap_or(line)));
        lines.extend(block.capacity.clone());
        lines.extend([place.label.clone(), format!("วันที่ {day}")]);
        let lines: String = lines.iter().map(|line| format!("<p>{}</p>", self.words(line))).collect();
        format!("<div class=\"signature\">{lines}</div>")
    }

    /// Digests and addresses keep their digits: they are typed, not read.
    fn stamp(&self) -> String {
        let server = self.options.check_at.as_deref();
        let mut sentences = String::new();
        for line in self.figures.foot() {
            let _ = write!(sentences, "{}<br>", escaped(&line));
        }
        let code = self.figures.checked_at(server);
        let address = code.as_deref().filter(|_| server.is_some());
        let address = address.map(|address| format!("ตรวจสอบที่ {}", escaped(address)));
        let svg = code.as_deref().and_then(qr_svg).unwrap_or_default();
        format!(
            "<tr class=\"stamp\"><td colspan=\"{}\"><div><p>{sentences}{}</p>{svg}</div></td></tr>",
            self.across(),
            address.unwrap_or_default(),
        )
    }
}

/// Text as HTML shows it; never markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

fn style(landscape: bool, digits: Digits) -> String {
    let (size, width) = if landscape { ("landscape", "277mm") } else { ("portrait", "190mm") };
    let counter = match digits {
        Digits::Arabic => "",
        Digits::Thai => ", thai",
    };
    let rules = include_str!("page.css")
        .replace("$SIZE", size)
        .replace("$WIDTH", width)
        .replace("$COUNTER", counter);
    [FONTS.as_str(), &rules].concat()
}

/// Sarabun (SIL Open Font License 1.1, `fonts/LICENSE`), each script and weight a file.
static FONTS: LazyLock<String> = LazyLock::new(|| {
    const THAI: &str = "U+02D7, U+0303, U+0331, U+0E01-0E5B, U+200C-200D, U+25CC";
    const LATIN: &str = "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2212";
    let files: [(&str, &str, &[u8]); 4] = [
        ("400", THAI, include_bytes!("fonts/sarabun-thai-400-normal.woff2")),
        ("400", LATIN, include_bytes!("fonts/sarabun-latin-400-normal.woff2")),
        ("700", THAI, include_bytes!("fonts/sarabun-thai-700-normal.woff2")),
        ("700", LATIN, include_bytes!("fonts/sarabun-latin-700-normal.woff2")),
    ];
    files.iter().map(|(weight, range, bytes)| face(weight, range, bytes)).collect()
});

fn face(weight: &str, range: &str, bytes: &[u8]) -> String {
    let data = STANDARD.encode(bytes);
    format!(
        "@font-face{{font-family:Sarabun;font-weight:{weight};src:url(data:font/woff2;base64,{data}) format(\"woff2\");unicode-range:{range}}}"
    )
}
