//! What a demonstration tells the person who started it: how to sign in, and what to try.

use std::net::SocketAddr;
use std::path::PathBuf;

use otop_server::config::Storage;

/// The accounts, the password, and three commands to copy.
pub fn text(storage: &Storage, address: SocketAddr, password: &str) -> String {
    let (server, laptop) = programs();
    let data = storage
        .data_dir
        .as_ref()
        .map(|folder| format!(" --data-dir '{}'", folder.display()));
    format!(
        "บัญชีสาธิต / accounts: entry.2706 entry2.2706 officer.2706 member1.2706 … member5.2706 province.27 department viewer\n\
         รหัสผ่าน / password: {password}\n\
         \n\
         ลองดู / try:\n\
         1. รายได้ของสระแก้วรายอำเภอ / Sa Kaeo's revenue by district\n\
         {rollup}\n\
         2. คอมพิวเตอร์ของอำเภออรัญประเทศ / the laptop of a district\n   \
            {laptop} --server http://{address} login entry.2706 && {laptop} sync && {laptop} status --month 2566-02\n\
         3. เลื่อนนาฬิกาไปวันปิดระบบ / move the clock to the day the month closes\n   \
            {server}{data} clock 2023-03-06T00:00+07:00\n",
        rollup = rollup(address, password),
        data = data.unwrap_or_default(),
    )
}

/// Sign-in and question in one line of shell.
fn rollup(address: SocketAddr, password: &str) -> String {
    let query = "{ province(code: \\\"27\\\") { nameTh rollup(period: {fiscalYear: 2566}) { revenue monthTotals } \
                 districts { nameTh rollup(period: {fiscalYear: 2566}) { revenue monthTotals } } } }";
    format!(
        "   TOKEN=$(curl -s http://{address}/auth/login -H 'content-type: application/json' \
         -d '{{\"username\":\"viewer\",\"password\":\"{password}\"}}' | sed 's/.*\"accessToken\":\"\\([^\"]*\\)\".*/\\1/'); \
         curl -s http://{address}/graphql -H 'content-type: application/json' -H \"authorization: Bearer $TOKEN\" \
         -d '{{\"query\":\"{query}\"}}'"
    )
}

/// The two programs as the person can call them: beside each other, under the path this one was called by.
fn programs() -> (String, String) {
    let server = PathBuf::from(std::env::args_os().next().unwrap_or_else(|| "otop-server".into()));
    let laptop = server.with_file_name("otop");
    (server.display().to_string(), laptop.display().to_string())
}
