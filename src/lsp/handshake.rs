//! How a client begins: its first request, and the folders it opens with.

use lsp_server::{Connection, ErrorCode, Message, RequestId, Response};
use serde_json::Value as Json;

/// Waits for `initialize`, and gives its id and parameters; nothing when the client leaves before.
pub(super) fn initialize(connection: &Connection) -> Option<(RequestId, Json)> {
    loop {
        match connection.receiver.recv().ok()? {
            Message::Request(request) if request.method == "initialize" => return Some((request.id, request.params)),
            Message::Request(request) => {
                let message = format!("{} before initialize", request.method);
                let refused = Response::new_err(request.id, ErrorCode::ServerNotInitialized as i32, message);
                connection.sender.send(refused.into()).ok()?;
            }
            Message::Notification(notification) if notification.method == "exit" => return None,
            _ => {}
        }
    }
}

/// The URIs of the folders that a client opens with.
pub(super) fn workspace_folders(parameters: &Json) -> Vec<String> {
    let text = |value: &Json| value.as_str().map(str::to_owned);
    let folders = parameters.get("workspaceFolders").and_then(Json::as_array);
    let several = folders.map(|folders| folders.iter().filter_map(|folder| text(folder.get("uri")?)).collect());
    several.unwrap_or_else(|| {
        let path = || Some(super::uri::of_path(parameters.get("rootPath")?.as_str()?.as_ref()));
        parameters.get("rootUri").and_then(text).or_else(path).into_iter().collect()
    })
}
