//! Letters over `turmoil`'s simulated TCP: a connection a letter, lengths before bytes. What the simulation does to hosts and
//! links (drops, delays, partitions, crashes) happens to these bytes.

use std::{io, time::Duration};

use futures_util::{FutureExt, StreamExt, stream};
use otop_schema::Cursor;
use otop_sync::carrier::{Bell, Carried, Carrier, Letter, Reply, Unreachable};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::{sleep, timeout},
};
use turmoil::net::{TcpListener, TcpStream};

use super::server::Shared;

const PORT: u16 = 8080;
/// As the real carrier: who says nothing for so long is gone.
const SILENCE: Duration = Duration::from_secs(30);
/// How often a bell says that it still hangs.
const BEAT: Duration = Duration::from_secs(10);
/// How soon after a change a bell rings.
const RING: Duration = Duration::from_secs(1);

/// The way to the host that serves a model.
pub struct Net(pub &'static str);

impl Carrier for Net {
    fn carry(&self, letter: Letter) -> Carried<Reply> {
        let host = self.0;
        async move {
            let reply = timeout(SILENCE, exchange(host, letter)).await.map_err(|_| Unreachable)?;
            reply.map_err(|_| Unreachable)
        }
        .boxed()
    }

    fn listen(&self, _token: String, _after: Option<Cursor>) -> Carried<Bell> {
        let host = self.0;
        async move {
            let hung = timeout(SILENCE, hang(host)).await.map_err(|_| Unreachable)?;
            Ok(rings(hung.map_err(|_| Unreachable)?))
        }
        .boxed()
    }
}

async fn exchange(host: &str, letter: Letter) -> io::Result<Reply> {
    let mut stream = TcpStream::connect((host, PORT)).await?;
    let head = json!({ "path": letter.path, "token": letter.token, "gzip": letter.gzip });
    write(&mut stream, head.to_string().as_bytes()).await?;
    write(&mut stream, &letter.body).await?;
    Ok(Reply {
        status: stream.read_u16().await?,
        retry_after: None,
        date: None,
        body: read(&mut stream).await?,
    })
}

async fn hang(host: &str) -> io::Result<TcpStream> {
    let mut stream = TcpStream::connect((host, PORT)).await?;
    write(&mut stream, json!({ "path": "listen" }).to_string().as_bytes()).await?;
    Ok(stream)
}

/// A byte is a ring or a beat; a bell that says nothing is gone.
fn rings(stream: TcpStream) -> Bell {
    let next = |mut stream: TcpStream| async move {
        loop {
            match timeout(SILENCE, stream.read_u8()).await {
                Ok(Ok(0)) => (),
                Ok(Ok(_)) => return Some(((), stream)),
                Ok(Err(_)) | Err(_) => return None,
            }
        }
    };
    stream::unfold(stream, next).boxed()
}

/// A host that serves the model until it crashes; what the model knows is on its disk.
///
/// # Errors
/// The simulation has no such port.
pub async fn serve(model: Shared) -> turmoil::Result {
    let listener = TcpListener::bind(("0.0.0.0", PORT)).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(meet(stream, model.clone()));
    }
}

async fn meet(mut stream: TcpStream, model: Shared) -> io::Result<()> {
    let head: Value = serde_json::from_slice(&read(&mut stream).await?)?;
    if head["path"] == "listen" {
        return ring(stream, model).await;
    }
    let letter = Letter {
        path: head["path"].as_str().unwrap_or_default().to_owned(),
        token: head["token"].as_str().map(str::to_owned),
        gzip: head["gzip"] == true,
        part: None,
        body: read(&mut stream).await?,
    };
    let reply = model.lock().expect("the model").answer(&letter);
    stream.write_u16(reply.status).await?;
    write(&mut stream, &reply.body).await
}

async fn ring(mut stream: TcpStream, model: Shared) -> io::Result<()> {
    let told = || model.lock().expect("the model").life.log.len();
    let (mut heard, mut quiet) = (told(), Duration::ZERO);
    loop {
        sleep(RING).await;
        quiet += RING;
        let now = told();
        if now != heard || quiet >= BEAT {
            stream.write_u8(u8::from(now != heard)).await?;
            (heard, quiet) = (now, Duration::ZERO);
        }
    }
}

async fn write(stream: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    stream.write_u32(length).await?;
    stream.write_all(bytes).await
}

async fn read(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let length = stream.read_u32().await?;
    let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
    stream.read_exact(&mut bytes).await?;
    Ok(bytes)
}
