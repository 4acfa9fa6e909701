//! The outside identity provider, as flags and variables.

use clap::Args;

use super::Problem;
use crate::identity;

/// Signing in by an outside identity provider (OpenID Connect); off without an issuer.
#[derive(Debug, Clone, Args)]
pub struct Oidc {
    /// ผู้ให้บริการยืนยันตัวตนภายนอก (OpenID Connect); ไม่ระบุ = ไม่ใช้ / an outside identity provider; without it everybody signs in here
    ///
    /// Example: https://login.example.go.th
    #[arg(long, env = "OTOP_OIDC_ISSUER", value_name = "URL", requires_all = ["oidc_client_id", "oidc_redirect"])]
    oidc_issuer: Option<String>,

    /// ชื่อของระบบนี้ที่ผู้ให้บริการรู้จัก / what the provider calls us
    #[arg(long, env = "OTOP_OIDC_CLIENT_ID", value_name = "ID")]
    oidc_client_id: Option<String>,

    /// รหัสลับที่ผู้ให้บริการออกให้; ไม่ระบุ = ใช้ PKCE อย่างเดียว / what it knows us by; without it PKCE alone
    #[arg(long, env = "OTOP_OIDC_CLIENT_SECRET", hide_env_values = true, value_name = "SECRET")]
    oidc_client_secret: Option<String>,

    /// ที่อยู่ /auth/oidc/callback ของระบบนี้ตามที่ภายนอกเห็น / our /auth/oidc/callback as the world sees it
    ///
    /// Example: https://otop.example.go.th/auth/oidc/callback
    #[arg(long, env = "OTOP_OIDC_REDIRECT", value_name = "URL")]
    oidc_redirect: Option<String>,
}

impl Oidc {
    /// What the door is told.
    pub(super) fn settings(&self) -> Option<identity::Outside> {
        Some(identity::Outside {
            issuer: self.oidc_issuer.clone()?,
            client_id: self.oidc_client_id.clone()?,
            client_secret: self.oidc_client_secret.clone(),
            redirect: self.oidc_redirect.clone()?,
        })
    }

    /// Codes and tokens travel between us and the provider: encrypted, or within one machine.
    pub(super) fn check(&self) -> Result<(), Problem> {
        let addresses = [&self.oidc_issuer, &self.oidc_redirect];
        if addresses.into_iter().flatten().all(|address| is_guarded(address)) {
            return Ok(());
        }
        Err(Problem::new(
            "OTOP_OIDC_ISSUER และ OTOP_OIDC_REDIRECT ต้องขึ้นต้นด้วย https://",
            "OTOP_OIDC_ISSUER and OTOP_OIDC_REDIRECT must begin with https://.",
        ))
    }
}

fn is_guarded(address: &str) -> bool {
    let here = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    address.starts_with("https://")
        || here
            .iter()
            .any(|begin| address.strip_prefix(begin).is_some_and(|rest| rest.starts_with([':', '/'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_asked_in_secret() {
        assert!(is_guarded("https://login.example.go.th") && is_guarded("http://127.0.0.1:4000"));
        assert!(!is_guarded("http://login.example.go.th") && !is_guarded("http://127.0.0.1.example"));
    }
}
