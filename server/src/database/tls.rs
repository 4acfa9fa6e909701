//! Encryption to a PostgreSQL elsewhere. We ask for it as libpq does (`sslmode`, `sslrootcert`) but always check the certificate:
//! `require` means what `verify-full` means.

use std::sync::Arc;

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::AsyncPgConnection;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Client, Connection, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

/// What flows through an encrypted connection.
type Encrypted = <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream;

/// Whether an address asks for encryption.
pub fn wanted(url: &str) -> bool {
    matches!(parameter(url, "sslmode"), Some("require" | "verify-ca" | "verify-full"))
}

/// Connects with encryption, the certificate checked against `sslrootcert` or the system's authorities.
///
/// # Errors
/// When no authority is known, or the other side is not who it claims to be.
pub async fn connect(url: &str) -> ConnectionResult<AsyncPgConnection> {
    let (client, connection) = open(url).await?;
    AsyncPgConnection::try_from_client_and_connection(client, connection).await
}

/// The same, undriven.
///
/// # Errors
/// As [`connect`].
pub async fn open(url: &str) -> ConnectionResult<(Client, Connection<Socket, Encrypted>)> {
    let config = MakeRustlsConnect::new(client(url)?);
    tokio_postgres::connect(&plain(url), config).await.map_err(bad)
}

fn client(url: &str) -> ConnectionResult<ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(bad)?;
    Ok(builder.with_root_certificates(authorities(url)?).with_no_client_auth())
}

fn authorities(url: &str) -> ConnectionResult<RootCertStore> {
    let mut store = RootCertStore::empty();
    match parameter(url, "sslrootcert") {
        Some(path) => {
            for certificate in CertificateDer::pem_file_iter(path.replace("%2F", "/")).map_err(bad)? {
                store.add(certificate.map_err(bad)?).map_err(bad)?;
            }
        }
        None => {
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    Ok(store)
}

/// A parameter of the address' query part.
fn parameter<'a>(url: &'a str, name: &str) -> Option<&'a str> {
    let (_, query) = url.split_once('?')?;
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The address as tokio-postgres understands it: it knows `require` only and no files.
fn plain(url: &str) -> String {
    let Some((address, query)) = url.split_once('?') else {
        return url.to_owned();
    };
    let kept = query
        .split('&')
        .filter(|pair| !pair.starts_with("sslmode=") && !pair.starts_with("sslrootcert="));
    let kept: Vec<&str> = kept.chain(["sslmode=require"]).collect();
    format!("{address}?{}", kept.join("&"))
}

fn bad(error: impl std::fmt::Display) -> ConnectionError {
    ConnectionError::BadConnection(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encryption_is_asked_for_as_libpq_does() {
        assert!(!wanted("postgres://otop@db/otop"));
        assert!(!wanted("postgres://otop@db/otop?sslmode=prefer"));
        assert!(wanted("postgres://otop@db/otop?sslmode=require"));
        assert!(wanted("postgres://otop@db/otop?application_name=x&sslmode=verify-full"));
    }

    #[test]
    fn only_what_the_driver_knows_is_left() {
        let url = "postgres://otop@db/otop?sslmode=verify-full&sslrootcert=/etc/ca.pem&connect_timeout=5";
        assert_eq!(plain(url), "postgres://otop@db/otop?connect_timeout=5&sslmode=require");
    }
}
