// Starts `vigie lsp` where there is a client for it; without one the colours remain.
const vscode = require("vscode");

let client;

async function activate(context) {
  let library;
  try {
    library = require("vscode-languageclient/node");
  } catch {
    return;
  }
  const settings = vscode.workspace.getConfiguration("vigie");
  const config = settings.get("config");
  client = new library.LanguageClient(
    "vigie",
    "Vigie",
    {
      command: settings.get("path") || "vigie",
      args: config ? ["lsp", "--config", config] : ["lsp"],
      transport: library.TransportKind.stdio,
    },
    {
      documentSelector: [{ scheme: "file", language: "vigie" }],
      synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{vigie,ics}") },
    },
  );
  context.subscriptions.push(client);
  await client.start();
}

function deactivate() {
  return client ? client.stop() : undefined;
}

module.exports = { activate, deactivate };
