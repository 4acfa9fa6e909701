//! What can be worth another look.

words! {
    /// What is worth another look before a month is submitted.
    CheckKind {
        /// No sheet, one in progress, or one that could not be obtained.
        Missing = "MISSING", "ยังไม่รายงาน";
        /// A sheet that is complete and says nothing.
        WithoutFigures = "WITHOUT_FIGURES", "ครบถ้วนแต่ไม่มีตัวเลข";
        /// More than ten times the month before.
        AboveLastMonth = "ABOVE_LAST_MONTH", "มากกว่าเดือนก่อนเกิน ๑๐ เท่า";
        /// Less than a tenth of the month before.
        BelowLastMonth = "BELOW_LAST_MONTH", "น้อยกว่าหนึ่งในสิบของเดือนก่อน";
        /// More than ten times the same month of the year before.
        AboveLastYear = "ABOVE_LAST_YEAR", "มากกว่าเดือนเดียวกันของปีก่อนเกิน ๑๐ เท่า";
        /// Less than a tenth of the same month of the year before.
        BelowLastYear = "BELOW_LAST_YEAR", "น้อยกว่าหนึ่งในสิบของเดือนเดียวกันของปีก่อน";
        /// The month before to the satang: perhaps copied.
        SameAsLastMonth = "SAME_AS_LAST_MONTH", "เท่ากับเดือนก่อนทุกสตางค์";
        /// Sales of a category of which the producer has no product in the register.
        CategoryWithoutProduct = "CATEGORY_WITHOUT_PRODUCT", "มียอดในประเภทที่ไม่มีผลิตภัณฑ์ในทะเบียน";
        /// The district's total is not the one on paper.
        PaperTotal = "PAPER_TOTAL", "ยอดรวมไม่ตรงกับเอกสาร";
    }
}

impl CheckKind {
    /// The same for readers of English.
    pub const fn english(self) -> &'static str {
        match self {
            CheckKind::Missing => "not reported",
            CheckKind::WithoutFigures => "complete, and without any figure",
            CheckKind::AboveLastMonth => "more than ten times last month",
            CheckKind::BelowLastMonth => "less than a tenth of last month",
            CheckKind::AboveLastYear => "more than ten times the same month last year",
            CheckKind::BelowLastYear => "less than a tenth of the same month last year",
            CheckKind::SameAsLastMonth => "equal to last month to the satang",
            CheckKind::CategoryWithoutProduct => "sales of a category without a product in the register",
            CheckKind::PaperTotal => "the total is not the one on paper",
        }
    }
}
