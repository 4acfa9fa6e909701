//! What the program tells of its work: lines on standard error, and spans for a collector where one is named.

use std::io::IsTerminal;

use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use otop_server::config::{LogFormat, Logging, Problem};
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

/// Hands out the last spans when the program ends.
pub struct Telemetry(Option<SdkTracerProvider>);

impl Drop for Telemetry {
    fn drop(&mut self) {
        let ended = self.0.take().map(|spans| spans.shutdown());
        if let Some(Err(cause)) = ended {
            eprintln!("OpenTelemetry: {cause}");
        }
    }
}

/// Begins to tell what is wanted.
///
/// # Errors
/// A collector's address that is none.
pub fn start(wanted: &Logging) -> Result<Telemetry, Problem> {
    let spans = wanted.collector().map(exported).transpose()?;
    let exporting = spans.as_ref().map(layer);
    tracing_subscriber::registry().with(lines(wanted)).with(exporting).init();
    Ok(Telemetry(spans))
}

/// Lines on the error stream. Below `info` only our own words: there libraries repeat what passes through them, such as frames
/// with tokens and statements with telephones.
fn lines<S: Subscriber + for<'s> LookupSpan<'s>>(wanted: &Logging) -> impl Layer<S> {
    let silent = |what: &Metadata| is_ours(what) || *what.level() <= Level::INFO || libraries_talk();
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let layer = match wanted.log_format {
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).boxed(),
    };
    layer.with_filter(EnvFilter::new(&wanted.log).and(filter_fn(silent)))
}

/// A fail point, nothing in a real build: the guard above is away, so that a test shows what it is good for.
fn libraries_talk() -> bool {
    fail::fail_point!("libraries-talk", |_| true);
    false
}

fn is_ours(what: &Metadata) -> bool {
    what.target().starts_with("otop")
}

/// Our spans as OpenTelemetry's; lines of the log stay where they are.
fn layer<S: Subscriber + for<'s> LookupSpan<'s>>(spans: &SdkTracerProvider) -> impl Layer<S> + use<S> {
    let layer = tracing_opentelemetry::layer().with_tracer(spans.tracer("otop-server"));
    let ours = |what: &Metadata| what.is_span() && is_ours(what) && *what.level() <= Level::DEBUG;
    layer
        .with_location(false)
        .with_threads(false)
        .with_target(false)
        .with_filter(filter_fn(ours))
}

/// Spans on their way to the collector at `address`, from a thread and a bounded queue of their own: a collector that is away costs
/// spans and nothing else.
fn exported(address: &str) -> Result<SdkTracerProvider, Problem> {
    // Another part of the process may have installed one: either will do.
    rustls::crypto::ring::default_provider().install_default().ok();
    let exporter = SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(format!("{}/v1/traces", address.trim_end_matches('/')))
        .build()
        .map_err(|cause| no_address(address, &cause))?;
    let whose = Resource::builder()
        .with_service_name("otop-server")
        .with_attribute(opentelemetry::KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .build();
    Ok(SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(whose)
        .build())
}

fn no_address(address: &str, cause: &dyn std::fmt::Display) -> Problem {
    Problem::new(
        format!("ที่อยู่ OTEL_EXPORTER_OTLP_ENDPOINT ({address}) ใช้ไม่ได้: {cause}"),
        format!("OTEL_EXPORTER_OTLP_ENDPOINT ({address}) cannot be used: {cause}"),
    )
}
