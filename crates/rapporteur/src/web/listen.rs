//! Connections.
//!
//! Decides: how many there are at once, how long somebody may take to say what they want, how the server ends. Must not know: addresses.

use super::guard::Peer;
use crate::outside;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// So many connections at once; others wait.
const CONNECTIONS: usize = 1_000;
/// Whoever has not said within this time what they want is let go.
const HEAD: Duration = Duration::from_secs(20);
/// Heads are not larger, with all their fields.
const HEAD_SIZE: usize = 64 << 10;
const HEAD_FIELDS: usize = 100;
/// When the server ends, answers that are under way get this long.
const FAREWELL: Duration = Duration::from_secs(5);

/// Answers until the program is interrupted.
pub(super) async fn listen(listener: TcpListener, router: Router) -> io::Result<()> {
    let (room, open) = (Arc::new(Semaphore::new(CONNECTIONS)), GracefulShutdown::new());
    let mut end = std::pin::pin!(until_interrupted());
    loop {
        let Ok(place) = room.clone().acquire_owned().await else { break };
        let (stream, from) = tokio::select! {
            () = &mut end => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                // There may be no more handles for now; whoever hung up concerns nobody.
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = hyper::service::service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(from.ip()));
            router.clone().oneshot(request)
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_SIZE).max_headers(HEAD_FIELDS);
        let connection = open.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // Whoever goes away in the middle of an answer does not want it.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(FAREWELL, open.shutdown()).await;
    Ok(())
}

/// Looks every so often: an interruption is noticed by the one watch that all commands share.
async fn until_interrupted() {
    const OFTEN: Duration = Duration::from_millis(200);
    while !outside::interrupted() {
        tokio::time::sleep(OFTEN).await;
    }
}
