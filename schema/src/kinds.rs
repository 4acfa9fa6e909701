//! The short closed lists: what a product, a sheet, a producer or an answer can be.

words! {
    /// The five categories of OTOP products (public sources).
    Category {
        /// Food.
        Food = "FOOD", "อาหาร";
        /// Beverages.
        Beverage = "BEVERAGE", "เครื่องดื่ม";
        /// Cloth and clothing.
        Textile = "TEXTILE", "ผ้าและเครื่องแต่งกาย";
        /// Utensils, decoration, souvenirs.
        Houseware = "HOUSEWARE", "ของใช้ ของตกแต่ง ของที่ระลึก";
        /// Herbs that are not food.
        Herb = "HERB", "สมุนไพรที่ไม่ใช่อาหาร";
    }
}

words! {
    /// How far a producer's sheet (form 1) of a month is.
    SheetState {
        /// Being recorded.
        InProgress = "IN_PROGRESS", "กำลังบันทึก";
        /// All figures recorded: reported.
        Complete = "COMPLETE", "ครบถ้วน";
        /// The producer sold nothing: reported, without a positive figure.
        NoSales = "NO_SALES", "ไม่มียอดจำหน่าย";
        /// The figures could not be had, for a reason: counts as missing.
        NotObtained = "NOT_OBTAINED", "เก็บข้อมูลไม่ได้";
    }
}

impl SheetState {
    /// Whether the producer counts as reported. Empty is not zero: a sheet in progress is not.
    pub const fn reported(self) -> bool {
        match self {
            SheetState::Complete | SheetState::NoSales => true,
            SheetState::InProgress | SheetState::NotObtained => false,
        }
    }

    /// Whether a report may be submitted with this sheet: reported, or not obtained with its reason.
    pub const fn settled(self) -> bool {
        match self {
            SheetState::Complete | SheetState::NoSales | SheetState::NotObtained => true,
            SheetState::InProgress => false,
        }
    }
}

words! {
    /// What a registered producer is (public sources).
    ProducerKind {
        /// A community producer group.
        CommunityGroup = "COMMUNITY_GROUP", "กลุ่มผู้ผลิตชุมชน";
        /// A community producer with one owner: its revenue is personal data.
        SingleOwner = "SINGLE_OWNER", "ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว";
        /// A small or medium enterprise.
        Sme = "SME", "ผู้ผลิตที่เป็นวิสาหกิจขนาดกลางและขนาดย่อม";
    }
}

words! {
    /// Which figures a sum reads.
    Basis {
        /// What is recorded now.
        All = "ALL", "ข้อมูลทั้งหมด";
        /// The last confirmed version of each report, also while it is returned.
        Confirmed = "CONFIRMED", "เฉพาะที่ยืนยันแล้ว";
    }
}

words! {
    /// How the district's report was signed.
    SignatureMode {
        /// On paper; the province registers the paper.
        Paper = "PAPER", "ลงนามในเอกสาร";
        /// In the system.
        Electronic = "ELECTRONIC", "ลงนามอิเล็กทรอนิกส์";
    }
}

words! {
    /// To whom the department reports a month (letter section 6).
    Recipient {
        /// The Office of the Public Sector Development Commission.
        Opdc = "OPDC", "สำนักงาน ก.พ.ร.";
        /// The Ministry of Interior.
        Ministry = "MINISTRY", "กระทรวงมหาดไทย";
    }
}

words! {
    /// The forms to be checked before confirming (letter section 4).
    Form {
        /// Summary of the unit's month.
        Rt3 = "RT3", "รต.๓";
        /// Comparison one level down.
        Rt4 = "RT4", "รต.๔";
    }
}

words! {
    /// What became of an edit.
    OperationOutcome {
        /// Recorded.
        Applied = "APPLIED", "บันทึกแล้ว";
        /// Already so; nothing to record.
        Noop = "NOOP", "ข้อมูลตรงกันอยู่แล้ว";
        /// Somebody else changed it meanwhile; both values are kept until a person decides.
        Conflict = "CONFLICT", "ข้อมูลไม่ตรงกัน";
        /// Refused; kept with its reason until a person has seen it.
        Rejected = "REJECTED", "ไม่รับข้อมูล";
        /// Rests on an own edit that was not recorded.
        Blocked = "BLOCKED", "รอรายการก่อนหน้า";
        /// The month is not open; send the same id again when it is.
        Held = "HELD", "รอเปิดระบบ";
    }
}

words! {
    /// What happened to a report.
    ReportEventKind {
        /// Nothing yet: the first message of a subscription, with the cursor.
        Hello = "HELLO", "เริ่มติดตาม";
        /// Figures changed.
        Entry = "ENTRY", "บันทึกข้อมูล";
        /// Submitted to the committee.
        Submitted = "SUBMITTED", "เสนอคณะกรรมการรับรอง";
        /// A member voted.
        Voted = "VOTED", "ลงมติ";
        /// A meeting of the committee had no quorum.
        Adjourned = "ADJOURNED", "เลื่อนการประชุม";
        /// The committee certified the figures.
        Certified = "CERTIFIED", "รับรองข้อมูล";
        /// The committee did not certify: returned with the objections.
        Objected = "OBJECTED", "ไม่รับรอง";
        /// The CD officer signed.
        Signed = "SIGNED", "ลงนามรับรอง";
        /// Confirmed: figures frozen as a numbered version.
        Confirmed = "CONFIRMED", "ยืนยันข้อมูล";
        /// The CD officer signed a year's estimate and sent it to the province.
        Sent = "SENT", "ส่งประมาณการให้จังหวัด";
        /// The department lets a later revision of an estimate count.
        Accepted = "ACCEPTED", "ให้ใช้ประมาณการฉบับปรับปรุง";
        /// The province registered the signed paper.
        Received = "RECEIVED", "ลงทะเบียนรับเอกสาร";
        /// Returned with a reason.
        Returned = "RETURNED", "ส่งกลับแก้ไข";
        /// An exception opened the system for it.
        ExceptionGranted = "EXCEPTION_GRANTED", "เปิดระบบเป็นกรณีพิเศษ";
        /// The district asked for an exception.
        ExceptionRequested = "EXCEPTION_REQUESTED", "ขอเปิดระบบเป็นกรณีพิเศษ";
        /// The province endorsed the request.
        ExceptionEndorsed = "EXCEPTION_ENDORSED", "จังหวัดเห็นชอบคำขอเปิดระบบ";
        /// The department declined the request.
        ExceptionDeclined = "EXCEPTION_DECLINED", "ไม่อนุมัติคำขอเปิดระบบ";
        /// The department consolidated the month.
        Consolidated = "CONSOLIDATED", "รวบรวมข้อมูลภาพรวม";
        /// Loaded from a document of past years.
        Imported = "IMPORTED", "นำเข้าข้อมูล";
        /// Evidence of a producer's figures was recorded.
        Evidence = "EVIDENCE", "บันทึกหลักฐานเชิงประจักษ์";
        /// Evidence that was recorded by mistake was withdrawn.
        EvidenceWithdrawn = "EVIDENCE_WITHDRAWN", "ถอนหลักฐานเชิงประจักษ์";
        /// The province looked at a producer's evidence.
        SpotChecked = "SPOT_CHECKED", "สุ่มตรวจหลักฐานเชิงประจักษ์";
        /// A scan of minutes or of a received paper was attached.
        Scanned = "SCANNED", "แนบสำเนาเอกสาร";
        /// The month's window opened.
        Opened = "OPENED", "เปิดระบบ";
        /// Not confirmed, and three days are left.
        DueSoon = "DUE_SOON", "เหลือเวลายืนยันอีก ๓ วัน";
        /// Not confirmed, and this is the last working day before the deadline, which falls on a day off.
        LastWorkingDay = "LAST_WORKING_DAY", "วันทำการสุดท้ายก่อนครบกำหนดยืนยัน";
        /// Not confirmed, and this is the last day.
        DueToday = "DUE_TODAY", "ครบกำหนดยืนยันวันนี้";
        /// Not confirmed, and the deadline has passed.
        Overdue = "OVERDUE", "เลยกำหนดยืนยัน";
    }
}

words! {
    /// How far a request for an exception is (assumption).
    ExceptionRequestState {
        /// Asked by the district.
        Requested = "REQUESTED", "รอจังหวัดพิจารณา";
        /// The province has said what it thinks.
        Endorsed = "ENDORSED", "จังหวัดเห็นชอบแล้ว";
        /// The department opened the system.
        Granted = "GRANTED", "อนุมัติแล้ว";
        /// The department declined.
        Declined = "DECLINED", "ไม่อนุมัติ";
    }
}
