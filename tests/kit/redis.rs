//! A real Redis of one test.

use std::net::TcpStream;

use crate::process::{Running, bare, free_port};
use crate::wait::until;

/// A running Redis that keeps nothing on disk.
pub struct Redis {
    port: u16,
    running: Running,
}

impl Redis {
    /// Starts one and waits until it answers.
    pub async fn start() -> Self {
        Self::start_at(free_port()).await
    }

    /// Starts one at a port, to bring back one that was killed.
    pub async fn start_at(port: u16) -> Self {
        let mut command = bare("redis-server");
        command.args([
            "--save",
            "",
            "--appendonly",
            "no",
            "--bind",
            "127.0.0.1",
            "--port",
            &port.to_string(),
        ]);
        let redis = Self {
            port,
            running: Running::start(command),
        };
        until("redis-server", async || TcpStream::connect(("127.0.0.1", port)).ok()).await;
        redis
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Kills it and tells its port.
    pub fn kill(mut self) -> u16 {
        self.running.kill();
        self.port
    }
}
