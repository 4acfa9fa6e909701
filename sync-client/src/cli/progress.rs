//! A bar for long work, on a terminal and for people only.

use std::io::{IsTerminal, stderr};

use indicatif::{ProgressBar, ProgressStyle};

use crate::{message::Lang, progress::Progress};

/// What to call with each step of long work.
pub fn bar(json: bool, lang: Lang) -> Box<dyn Fn(Progress) + Send> {
    if json || !stderr().is_terminal() {
        return Box::new(|_| ());
    }
    let bar = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len}") {
        bar.set_style(style);
    }
    Box::new(move |progress| show(&bar, progress, lang))
}

fn show(bar: &ProgressBar, progress: Progress, lang: Lang) {
    match progress {
        Progress::Pulled(rows) => {
            bar.set_message(lang.of("รับข้อมูล", "reading"));
            bar.set_length(rows as u64);
            bar.set_position(rows as u64);
        }
        Progress::Pushed(done, all) => {
            bar.set_message(lang.of("ส่งข้อมูล", "sending"));
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        }
        Progress::Attached(received, all) => {
            bar.set_message(lang.of("ส่งแฟ้ม", "sending a file"));
            bar.set_length(all as u64);
            bar.set_position(received);
        }
        Progress::Waiting(time) => {
            bar.set_message(format!("{} {} s", lang.of("รอเครื่องแม่ข่าย", "waiting"), time.as_secs()));
        }
    }
    if matches!(progress, Progress::Pushed(done, all) if done == all) {
        bar.finish_and_clear();
    }
}
