use calamine::{Data, Reader, Xlsx, open_workbook};
use otop_schema::Month;

use crate::{
    error::Error,
    import::Options,
    scene::{MONTH, cell, scene},
};

fn month() -> Month {
    MONTH.parse().unwrap()
}

#[test]
fn what_is_written_into_a_template_is_imported() {
    let mut scene = scene();
    scene.laptop.enter_cell(&cell("1001", Some("12500.50"))).unwrap();
    let to = scene.folder.path().join("month.xlsx");
    let written = scene.laptop.write_template(month(), &to).unwrap();
    assert_eq!(
        (written.producers, written.lines),
        (2, 3),
        "a known place, and a line to write on each"
    );
    let imported = scene.laptop.import(&to, month(), Options::default()).unwrap();
    assert_eq!(
        (imported.refused, imported.queued),
        (0, 0),
        "as it stands it changes nothing: {:?}",
        imported.findings
    );
    assert_eq!(
        imported.findings[0].after.as_deref(),
        Some("12500.50"),
        "the figure is read back to the satang"
    );
}

#[test]
fn a_template_of_another_month_is_refused() {
    let mut scene = scene();
    let to = scene.folder.path().join("month.xlsx");
    scene.laptop.write_template(month(), &to).unwrap();
    match scene.laptop.import(&to, month().next(), Options::default()) {
        Err(Error::Usage(message)) => assert!(message.en.contains(MONTH), "{}", message.en),
        other => panic!("{other:?}"),
    }
    assert!(
        scene.laptop.import(&to, month(), Options::default()).is_ok(),
        "its own month is taken"
    );
}

#[test]
fn producers_are_locked_and_figures_are_open() {
    let mut scene = scene();
    let to = scene.folder.path().join("month.xlsx");
    scene.laptop.write_template(month(), &to).unwrap();
    let mut book: Xlsx<_> = open_workbook(&to).unwrap();
    assert_eq!(book.sheet_names(), [MONTH, "otop"]);
    let range = book.worksheet_range(MONTH).unwrap();
    assert_eq!(range.get_value((3, 1)), Some(&Data::String("กลุ่มทอผ้า".to_owned())));
    let bytes = std::fs::read(&to).unwrap();
    assert!(scene.laptop.write_template(month(), &to).is_err(), "no file is overwritten");
    assert_eq!(std::fs::read(&to).unwrap(), bytes);
}
