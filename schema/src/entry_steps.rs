//! How a month is recorded (ขั้นตอนการบันทึกข้อมูล; letter, attachment 6): one list, which laptop and server show alike.

use std::fmt::Write;

/// One step, in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryStep {
    /// What to do, in Thai.
    pub thai: &'static str,
    /// The same in English.
    pub english: &'static str,
    /// The command that does it on a district's laptop; empty where people do it.
    pub command: &'static str,
}

/// The steps of a month, from the first figure to the confirmed report (letter, sections 3 to 6; the commands are ours).
pub const ENTRY_STEPS: &[EntryStep] = &[
    EntryStep {
        thai: "เข้าสู่ระบบที่เครื่องของอำเภอหนึ่งครั้ง แล้วรับข้อมูลล่าสุด หลังจากนั้นบันทึกได้โดยไม่ต้องมีเครือข่าย",
        english: "Sign in once at the district's laptop and read what is new; from then on recording needs no network",
        command: "otop login ชื่อผู้ใช้ && otop sync",
    },
    EntryStep {
        thai: "ทุกสิ้นเดือน เก็บรายได้จากการจำหน่ายของผู้ผลิตทุกรายตามแบบ รต.๑ ให้ครบถ้วน ถูกต้อง และให้ผู้ผลิตเก็บหลักฐานไว้",
        english: "At every month end collect each producer's revenue on form 1, complete and correct; the producer keeps the evidence",
        command: "otop missing",
    },
    EntryStep {
        thai: "บันทึกรายได้แยกตามประเภทผลิตภัณฑ์และช่องทางการจำหน่าย ทีละช่องหรือทั้งเดือนจากแฟ้มตารางคำนวณ",
        english: "Record revenue by category and sales channel, one figure at a time or a month from a spreadsheet",
        command: "otop enter cell 2706-0001 2566-02 FOOD SHOP 12,500.50",
    },
    EntryStep {
        thai: "ระบุสถานะแบบ รต.๑ ของผู้ผลิตทุกราย: ครบถ้วน ไม่มียอดจำหน่าย หรือเก็บข้อมูลไม่ได้พร้อมเหตุผล ช่องว่างไม่ใช่ศูนย์",
        english: "State of each producer's form 1: complete, no sales, or not obtained with the reason. Empty is not zero",
        command: "otop enter sheet 2706-0001 2566-02 COMPLETE --given-by \"นางสมศรี\"",
    },
    EntryStep {
        thai: "ตรวจสิ่งที่ควรดูอีกครั้ง และระบุเหตุผลของตัวเลขที่ถูกต้องแล้ว คำเตือนไม่ขัดขวางการเสนอ",
        english: "Look at what is worth another look and say why figures are right as they are. Warnings block nothing",
        command: "otop check",
    },
    EntryStep {
        thai: "ส่งข้อมูล ถ้ามีข้อมูลไม่ตรงกันกับที่ผู้อื่นบันทึก ให้ตัดสินใจทีละรายการ",
        english: "Send what waits. Where somebody else recorded otherwise, decide item by item",
        command: "otop sync && otop attention",
    },
    EntryStep {
        thai: "ตั้งแต่วันสุดท้ายของเดือน เสนอให้คณะกรรมการ นตผ. อำเภอ รับรองข้อมูล ตั้งแต่นั้นตัวเลขแก้ไขไม่ได้จนกว่าจะส่งกลับ",
        english: "From the last day of the month submit it to the district committee, which certifies it. Figures are locked until it is returned",
        command: "",
    },
    EntryStep {
        thai: "พัฒนาการอำเภอลงนามรับรองในรายงาน รต.๒ และส่งเอกสารที่ลงนามให้จังหวัด",
        english: "The district's CD officer signs form 2, and the signed paper goes to the province",
        command: "",
    },
    EntryStep {
        thai: "ตรวจสอบ รต.๓ และ รต.๔ แล้วยืนยันข้อมูลในระบบภายในวันที่ ๓ ของเดือนถัดไป รวมวันหยุดด้วย",
        english: "Check forms 3 and 4, then confirm the month by the 3rd of the next one, also where that is a day off",
        command: "otop calendar",
    },
    EntryStep {
        thai: "ระบบปิดวันที่ ๖ และเปิดวันที่ ๑๐ ระหว่างนั้นบันทึกไว้ในเครื่องได้ รายการจะส่งเองเมื่อระบบเปิด ถ้าจำเป็นให้ขอเปิดระบบเป็นกรณีพิเศษ",
        english: "The system closes on the 6th and opens on the 10th. Meanwhile go on recording: it is sent by itself when the system opens. Where it cannot wait, ask for an exception",
        command: "otop status",
    },
];

/// The steps as one page of help, Thai first: self-contained HTML without a script.
pub fn entry_page() -> String {
    let mut steps = String::new();
    for step in ENTRY_STEPS {
        let command = match step.command {
            "" => String::new(),
            command => format!("<pre>{}</pre>", command.replace('&', "&amp;")),
        };
        // Writing into a text cannot fail.
        let _ = writeln!(steps, "<li><p>{}</p><p lang=\"en\">{}</p>{command}</li>", step.thai, step.english);
    }
    PAGE.replace("$STEPS", &steps)
}

const PAGE: &str = r#"<!DOCTYPE html>
<html lang="th">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ขั้นตอนการบันทึกข้อมูล / How to record a month</title>
<style>
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1.05rem/1.6 Sarabun, "TH Sarabun New", Tahoma, sans-serif; color: #1b1b1b; }
li { margin-bottom: 1rem; }
p { margin: 0; }
p[lang=en] { color: #555; font-size: .9em; }
pre { margin: .3rem 0 0; padding: .4rem .6rem; background: #f2f2f2; overflow-x: auto; }
</style>
</head>
<body>
<h1>ขั้นตอนการบันทึกข้อมูลรายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)</h1>
<p lang="en">How to record a month of OTOP revenue</p>
<ol>
$STEPS</ol>
</body>
</html>
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_step_and_nothing_that_runs_or_loads() {
        let page = entry_page();
        for step in ENTRY_STEPS {
            assert!(page.contains(step.thai) && page.contains(step.english), "{}", step.english);
            let code = step.command.chars().all(|letter| !"<>".contains(letter));
            assert!(code && !step.english.contains(['<', '&']) && !step.thai.contains(['<', '&']));
        }
        assert!(page.contains("otop sync &amp;&amp; otop attention"));
        for loads in ["<script", "src=", "href=", "url(", "$STEPS"] {
            assert!(!page.contains(loads), "{loads}");
        }
    }
}
