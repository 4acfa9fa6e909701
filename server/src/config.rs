//! The only reader of the environment. Every setting is a flag and a variable, documented on its field; what cannot work ends the
//! start with a [`Problem`] that says what to do.

mod oidc;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use chrono::TimeDelta;
use clap::{Args, ValueEnum};
use ipnet::IpNet;

use self::oidc::Oidc;
use crate::file::Files;
use crate::{form, http, identity};

/// A reason not to start, in words for the person who started the program: Thai first, then English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong and what to do, in Thai.
    pub thai: String,
    /// The same in English.
    pub english: String,
}

impl Problem {
    /// A problem told in both languages.
    pub fn new(thai: impl Into<String>, english: impl Into<String>) -> Self {
        Self {
            thai: thai.into(),
            english: english.into(),
        }
    }

    /// Both sentences, one a line: what the program prints before it ends.
    pub fn text(&self) -> String {
        format!("{}\n{}", self.thai, self.english)
    }
}

/// Where the figures are kept. Every subcommand that touches them takes these.
#[derive(Debug, Clone, Args)]
pub struct Storage {
    /// ที่อยู่ฐานข้อมูล PostgreSQL; ไม่ระบุ = ใช้ฐานข้อมูลส่วนตัวในโฟลเดอร์ข้อมูล / a PostgreSQL address; without it the server keeps a private cluster
    ///
    /// Example: postgres://otop:secret@db.example:5432/otop?sslmode=require
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL", global = true)]
    pub database_url: Option<String>,

    /// โฟลเดอร์ข้อมูล / the data folder: the private cluster and its log
    ///
    /// Default: /var/lib/otop for root, otherwise otop in the home folder's data directory.
    #[arg(long, env = "OTOP_DATA_DIR", value_name = "FOLDER", global = true)]
    pub data_dir: Option<PathBuf>,

    /// โฟลเดอร์โปรแกรม PostgreSQL (15 ขึ้นไป) / the folder with PostgreSQL's programs; found by itself in the usual places
    #[arg(long, env = "PG_BIN", value_name = "FOLDER", global = true)]
    pub pg_bin: Option<PathBuf>,

    /// ที่เก็บแฟ้มหลักฐาน: โฟลเดอร์ หรือ s3://ถัง/คำนำหน้า; ไม่ระบุ = โฟลเดอร์ files ในโฟลเดอร์ข้อมูล / where scans are kept: a folder, or s3://bucket/prefix; without it the folder files of the data folder
    ///
    /// Several nodes share one place. A bucket is reached by AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT.
    #[arg(long, env = "OTOP_FILES", value_name = "FOLDER|URL", global = true)]
    pub files: Option<String>,
}

/// How the server meets the network.
#[derive(Debug, Clone, Args)]
pub struct Network {
    /// ที่อยู่ที่รับการเชื่อมต่อ / the address to listen on
    #[arg(long, env = "OTOP_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,

    /// Redis ที่ใช้ร่วมกันหลายเครื่อง; ไม่ระบุ = ใช้ในเครื่องเดียว / Redis shared by several nodes; without it the bell rings in this process only
    ///
    /// Example: redis://127.0.0.1:6379
    #[arg(long, env = "REDIS_URL", hide_env_values = true, value_name = "URL")]
    pub redis_url: Option<String>,

    /// ที่อยู่สำหรับตัวชี้วัดของ Prometheus ที่ /metrics; ไม่ระบุ = ไม่เปิด / the address Prometheus reads /metrics from; without it there is none
    ///
    /// Example: 127.0.0.1:9464
    #[arg(long, env = "OTOP_METRICS_LISTEN", value_name = "ADDRESS:PORT")]
    pub metrics_listen: Option<SocketAddr>,

    /// ต้นทางเว็บที่อนุญาตเพิ่มเติม คั่นด้วยจุลภาค / browser origins allowed beside our own, separated by commas
    ///
    /// Example: https://otop.example.go.th
    #[arg(long, env = "OTOP_ORIGINS", value_delimiter = ',', value_name = "ORIGIN", value_parser = origin)]
    pub origins: Vec<String>,

    /// พร็อกซีที่เชื่อถือได้ คั่นด้วยจุลภาค / proxies whose X-Forwarded-For is believed, separated by commas; without them the peer's address counts
    ///
    /// Example: 10.0.0.0/8,192.0.2.7
    #[arg(long, env = "OTOP_TRUSTED_PROXIES", value_delimiter = ',', value_name = "NETWORK", value_parser = network)]
    pub trusted_proxies: Vec<IpNet>,

    /// ต้องใส่รหัสผ่านใหม่ก่อนรับรองและลงนามหลังจากกี่นาที / minutes after which the password is typed again before certifying and signing
    #[arg(long, env = "OTOP_REAUTHENTICATE_MINUTES", default_value_t = 15, value_name = "MINUTES", value_parser = clap::value_parser!(u16).range(1..=720))]
    pub reauthenticate_minutes: u16,

    /// คำขอ GraphQL ที่รับ: any = ทุกเอกสาร, trusted = เฉพาะของโปรแกรมในระบบ / the GraphQL documents taken: any, or only trusted ones, those of schema/operations
    ///
    /// trusted is for production: nothing but what our own programs ask is then executed.
    #[arg(long, env = "OTOP_DOCUMENTS", default_value = "any", value_name = "WHICH")]
    pub documents: Accepted,

    /// โฟลเดอร์รูปแบบแบบฟอร์มของหน่วยงาน (rt1.json … ใช้แทนของระบบ) / a folder with layouts of forms, rt1.json …, in the place of ours
    ///
    /// docs/forms.md tells how one is written.
    #[arg(long, env = "OTOP_FORMS", value_name = "FOLDER")]
    pub forms: Option<PathBuf>,

    /// ที่อยู่ของระบบที่ภายนอกเห็น พิมพ์เป็น QR บนแบบฟอร์ม; ไม่ระบุ = ที่อยู่ที่ถูกเรียก / our address as the world sees it, printed as a code on forms
    ///
    /// Example: https://otop.example.go.th
    #[arg(long, env = "OTOP_PUBLIC_URL", value_name = "URL", value_parser = origin)]
    pub public_url: Option<String>,

    #[command(flatten)]
    outside: Oidc,
}

/// Which GraphQL documents a node takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Accepted {
    /// Any that the query guard lets pass.
    #[default]
    Any,
    /// Those of `schema/operations` only, by their text or its hash.
    Trusted,
}

/// What a demonstration is opened with.
#[derive(Debug, Clone, Args)]
pub struct Demonstration {
    /// รหัสผ่านของทุกบัญชี; ไม่ระบุ = สร้างใหม่และแสดงทุกครั้งที่เริ่ม / the password of every account; without it a new one is made and printed at each start
    #[arg(long, env = "OTOP_DEMO_PASSWORD", hide_env_values = true, value_name = "PASSWORD")]
    pub demo_password: Option<String>,
}

/// What the program says of its work, on standard error.
#[derive(Debug, Clone, Args)]
pub struct Logging {
    /// บันทึกการทำงานที่ต้องการ / what to log
    ///
    /// Examples: warn, or info,otop_server::http=debug
    #[arg(long, env = "OTOP_LOG", default_value = "info", value_name = "FILTER", global = true)]
    pub log: String,

    /// รูปแบบบันทึก: text = สำหรับคนอ่าน, json = สำหรับโปรแกรม / how to write it: text for people, json for programs, one object a line
    #[arg(long, env = "OTOP_LOG_FORMAT", default_value = "text", value_name = "FORM", global = true)]
    pub log_format: LogFormat,

    /// ที่อยู่ของตัวรวบรวม OpenTelemetry (OTLP ผ่าน HTTP); ไม่ระบุ = ไม่ส่ง / an OpenTelemetry collector (OTLP over HTTP) that is told spans; without it nobody is
    ///
    /// Example: http://127.0.0.1:4318
    #[arg(
        long,
        env = "OTEL_EXPORTER_OTLP_ENDPOINT",
        hide_env_values = true,
        value_name = "URL",
        global = true
    )]
    pub otlp_endpoint: Option<String>,
}

impl Logging {
    /// The address of the collector; an empty variable names none.
    pub fn collector(&self) -> Option<&str> {
        self.otlp_endpoint.as_deref().map(str::trim).filter(|url| !url.is_empty())
    }
}

/// How a line of the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs: one object a line.
    Json,
}

/// An origin as a browser sends it: scheme, host, perhaps a port; nothing after it.
fn origin(text: &str) -> Result<String, String> {
    let text = text.trim().trim_end_matches('/').to_ascii_lowercase();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']) => Ok(text),
        _ => Err("ต้องมีรูปแบบ https://ชื่อโฮสต์ / must look like https://host or http://host:port".to_owned()),
    }
}

impl Storage {
    /// The address of the database; an empty variable names none, as compose files and service managers set it.
    pub fn database_url(&self) -> Option<&str> {
        self.database_url.as_deref().map(str::trim).filter(|url| !url.is_empty())
    }

    /// Refuses settings that cannot work before anything is touched.
    ///
    /// # Errors
    /// An address that is not PostgreSQL's, or that asks for an encryption mode we do not speak.
    pub fn check(&self) -> Result<(), Problem> {
        let Some(url) = self.database_url() else {
            return Ok(());
        };
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(());
        }
        Err(Problem::new(
            "DATABASE_URL ต้องขึ้นต้นด้วย postgres:// โปรดแก้ไข หรือเว้นว่างเพื่อใช้ฐานข้อมูลส่วนตัว",
            "DATABASE_URL must begin with postgres://; correct it, or leave it out to use the private cluster.",
        ))
    }

    /// The data folder: the given one, else the customary one of this account.
    ///
    /// # Errors
    /// When no home folder is known and none was given.
    pub fn folder(&self, is_root: bool) -> Result<PathBuf, Problem> {
        if let Some(folder) = &self.data_dir {
            return Ok(folder.clone());
        }
        if is_root {
            return Ok(PathBuf::from("/var/lib/otop"));
        }
        let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share"));
        let base = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).or(home);
        base.map(|base| base.join("otop")).ok_or_else(|| {
            Problem::new(
                "ไม่พบโฟลเดอร์ข้อมูล โปรดระบุ --data-dir",
                "No data folder is known; name one with --data-dir.",
            )
        })
    }

    /// Where files are kept, where that was said; an empty variable says nothing.
    pub fn files(&self) -> Option<&str> {
        self.files.as_deref().map(str::trim).filter(|place| !place.is_empty())
    }

    /// How a bucket is reached: the variables that begin with `AWS_`, in lower case.
    pub fn bucket_options() -> Vec<(String, String)> {
        let lower = |(name, value): (String, String)| (name.to_ascii_lowercase(), value);
        std::env::vars().map(lower).filter(|(name, _)| name.starts_with("aws_")).collect()
    }

    /// The folders of `PATH`, where PostgreSQL's programs may lie.
    pub fn search_path() -> Vec<PathBuf> {
        std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect()
    }
}

/// A network as `10.0.0.0/8`, or a single address.
fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
    network.map_err(|_| "ตัวอย่าง / for example: 10.0.0.0/8 or 192.0.2.7".to_owned())
}

impl Network {
    /// What the edge is told.
    #[must_use]
    pub fn settings(&self) -> http::Settings {
        http::Settings {
            origins: self.origins.clone(),
            trusted_proxies: self.trusted_proxies.clone(),
            identity: identity::Settings {
                typed_lately: TimeDelta::minutes(self.reauthenticate_minutes.into()),
                outside: self.outside.settings(),
            },
            documents: self.documents,
            forms: self.form_settings(),
            files: Files::default(),
            bounds: http::Bounds::default(),
        }
    }

    fn form_settings(&self) -> form::Settings {
        form::Settings {
            folder: self.forms.clone(),
            public_url: self.public_url.clone(),
        }
    }

    /// Refuses settings that cannot work.
    ///
    /// # Errors
    /// A Redis address that is not one; a provider that is asked without encryption; a layout of a form that names what there is not.
    pub fn check(&self) -> Result<(), Problem> {
        self.outside.check()?;
        self.form_settings().read().map_err(|wrong| {
            let english = format!("A layout in OTOP_FORMS cannot be used: {wrong}");
            Problem::new(format!("ใช้รูปแบบแบบฟอร์มใน OTOP_FORMS ไม่ได้: {wrong}"), english)
        })?;
        match &self.redis_url {
            Some(url) if !url.starts_with("redis://") && !url.starts_with("rediss://") => Err(Problem::new(
                "REDIS_URL ต้องขึ้นต้นด้วย redis:// โปรดแก้ไข หรือเว้นว่างเมื่อใช้เซิร์ฟเวอร์เดียว",
                "REDIS_URL must begin with redis://; correct it, or leave it out with a single node.",
            )),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn storage(url: Option<&str>) -> Storage {
        Storage {
            database_url: url.map(str::to_owned),
            data_dir: None,
            pg_bin: None,
            files: None,
        }
    }

    #[test]
    fn an_address_of_another_database_is_refused_with_advice() {
        assert_eq!(storage(None).check(), Ok(()));
        assert_eq!(storage(Some("")).check(), Ok(()));
        assert_eq!(storage(Some(" ")).database_url(), None);
        assert_eq!(storage(Some("postgres://otop@db/otop")).check(), Ok(()));
        assert!(storage(Some("mysql://db")).check().unwrap_err().english.contains("postgres://"));
    }

    #[test]
    fn an_origin_is_scheme_and_host() {
        assert_eq!(origin("https://OTOP.go.th/"), Ok("https://otop.go.th".to_owned()));
        assert!(origin("otop.go.th").is_err());
        assert!(origin("https://otop.go.th/path").is_err());
        assert!(origin("https://").is_err());
    }

    #[test]
    fn a_proxy_is_a_network_or_an_address() {
        assert_eq!(network("10.0.0.0/8").unwrap().to_string(), "10.0.0.0/8");
        assert_eq!(network(" 192.0.2.7 ").unwrap().to_string(), "192.0.2.7/32");
        assert!(network("proxy.example").is_err());
    }

    #[test]
    fn the_given_data_folder_wins() {
        let mut storage = storage(None);
        assert_eq!(storage.folder(true), Ok(PathBuf::from("/var/lib/otop")));
        storage.data_dir = Some(PathBuf::from("/srv/otop"));
        assert_eq!(storage.folder(true), Ok(PathBuf::from("/srv/otop")));
    }
}
