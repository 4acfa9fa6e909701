//! What can be told of the file: program and file versions, how it is kept, whether it is whole, the room on its disk, its
//! name and lives, and which program meets the server.

use super::{Check, LITTLE_ROOM};
use crate::{
    error::{Error, Result},
    laptop::Laptop,
    store::version::VERSION,
};

impl Laptop {
    pub(super) fn version_check(&self) -> Check {
        let program = env!("CARGO_PKG_VERSION");
        Check::ok(
            "version",
            format!("โปรแกรมรุ่น {program} แฟ้มข้อมูลรุ่น {VERSION}"),
            format!("program {program}, data file version {VERSION}"),
        )
    }

    /// How SQLite keeps the file, as it stands now.
    pub(super) fn safety_check(&mut self) -> Result<Check> {
        let names = ["journal_mode", "synchronous", "foreign_keys"];
        let values = names.map(|name| self.store.pragma(name));
        let values = values.into_iter().collect::<Result<Vec<_>>>()?;
        let said: Vec<String> = names.iter().zip(&values).map(|(name, value)| format!("{name}={value}")).collect();
        let said = said.join(" ");
        let check = Check::ok(
            "safety",
            format!("ทุกรายการถึงดิสก์ก่อนแจ้งว่าบันทึกแล้ว ({said})"),
            format!("an edit is on the disk before it is called recorded ({said})"),
        );
        Ok(match values.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["wal", "2", "1"] => check,
            _ => check.bad(
                "ย้ายโฟลเดอร์ข้อมูลไปยังดิสก์ของเครื่อง (--home)",
                "Move the data folder to a disk of this machine (--home)",
            ),
        })
    }

    pub(super) fn whole_check(&mut self) -> Result<Check> {
        match self.must_be_whole() {
            Ok(()) => Ok(Check::ok("whole", "แฟ้มข้อมูลสมบูรณ์", "the data file is whole")),
            Err(Error::Damaged(found)) => Ok(Check::ok(
                "whole",
                format!("แฟ้มข้อมูลเสียหาย: {found}"),
                format!("the data file is damaged: {found}"),
            )
            .bad(
                "ใช้ otop doctor --repair รายการที่รอส่งจะถูกกู้คืน",
                "Use: otop doctor --repair. What waits to be sent is rescued",
            )),
            Err(other) => Err(other),
        }
    }

    pub(super) fn room_check(&self) -> Check {
        let Ok(free) = fs4::available_space(self.store.place().folder()) else {
            return Check::ok("disk", "ไม่ทราบพื้นที่ว่าง", "the free room on the disk is not known").note("ตรวจพื้นที่ว่างเอง", "See for yourself");
        };
        let megabytes = free / (1024 * 1024);
        let check = Check::ok(
            "disk",
            format!("พื้นที่ว่าง {megabytes} MB"),
            format!("{megabytes} MB are free on the disk"),
        );
        match free {
            0..LITTLE_ROOM => check.bad("ลบแฟ้มที่ไม่ใช้แล้ว ก่อนที่จะบันทึกไม่ได้", "Free some space before nothing can be recorded"),
            _ => check,
        }
    }

    pub(super) fn device_check(&mut self) -> Result<Check> {
        let (device, next) = self.store.stands()?;
        let check = Check::ok(
            "device",
            format!("รหัสเครื่อง {device} รายการถัดไปลำดับที่ {next}"),
            format!("this laptop is {device}, its next edit is number {next}"),
        );
        Ok(match self.store.past_lives()?.first() {
            Some((reason, ended_at)) => check.note(
                format!("แฟ้มนี้เริ่มใหม่เมื่อ {ended_at} ({reason}) ไม่ต้องทำอะไร"),
                format!("The file began anew at {ended_at} ({reason}); nothing has to be done"),
            ),
            None => check,
        })
    }

    pub(super) fn lease_check(&mut self) -> Result<Check> {
        Ok(match self.store.holder()? {
            None => Check::ok("lease", "ไม่มีโปรแกรมอื่นรับและส่งอยู่", "no other program reads and sends"),
            Some(holder) => {
                let message = holder.message();
                Check::ok("lease", message.th, message.en)
            }
        })
    }
}
