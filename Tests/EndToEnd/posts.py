"""What stands between a message and who reads it: mail servers, proxies, certificates. Plain sockets, so that they can
be as strict or as rude as the real ones."""

import base64
import email
import email.policy
import http.server
import pathlib
import socket
import socketserver
import ssl
import subprocess
import threading


class Authority:
    """A certificate authority of its own, in a folder, that vouches for this machine."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.openssl("req", "-x509", *self.new_key("ca"), "-days", "2", "-subj", "/CN=Test CA", "-out", "ca.pem")
        self.bundle = self.folder / "ca.pem"

    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def new_key(self, name):
        return ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{name}.key")

    def issue(self, name, names="IP:127.0.0.1,DNS:localhost"):
        """A certificate and its key, as two paths."""
        self.openssl("req", *self.new_key(name), "-subj", f"/CN={name}", "-out", f"{name}.csr")
        (self.folder / "names").write_text(f"subjectAltName={names}")
        self.openssl(
            "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
            "-extfile", "names", "-out", f"{name}.pem",
        )
        return str(self.folder / f"{name}.pem"), str(self.folder / f"{name}.key")

    def server(self, name="server", names="IP:127.0.0.1,DNS:localhost", asks=False):
        """A TLS context for a server; `asks` who is calling, and lets in only whom this authority knows."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.issue(name, names))
        if asks:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(self.bundle)
        return context


class Quiet(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, *_):
        pass  # whoever hung up had a reason, and the test asks for what came

    def begin(self):
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self


def secure(receiver, context):
    """Makes a `rig.Receiver` speak TLS."""
    receiver.server.socket = context.wrap_socket(receiver.server.socket, server_side=True)


class MailServer:
    """Takes mail and keeps it. `tls` is a context: spoken from the first byte, or with `starttls` when it is asked for; a
    mail before that is refused. `users` are names and passwords: without one of them nothing is taken."""

    def __init__(self, tls=None, starttls=False, users=None, answers=None):
        self.mails, self.lines, self.logins = [], [], []
        outer = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self):
                self.encrypted = False
                if tls and not starttls:
                    self.wrap()
                self.user, self.sender, self.to = None, None, []
                self.say("220 test ESMTP")
                while line := self.rfile.readline():
                    text = line.decode().rstrip("\r\n")
                    outer.lines.append(text)
                    if text.upper() == "QUIT":
                        return self.say("221 bye")
                    self.answer(text)

            def wrap(self):
                self.request = tls.wrap_socket(self.request, server_side=True)
                self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
                self.encrypted = True

            def say(self, text):
                self.wfile.write(text.encode() + b"\r\n")

            def answer(self, text):
                verb = text.split(" ")[0].upper()
                for start, answer in (answers or {}).items():
                    if text.startswith(start):
                        return self.say(answer)
                if verb == "EHLO":
                    extra = ["STARTTLS"] if starttls and not self.encrypted else []
                    extra += ["AUTH PLAIN"] if users and (self.encrypted or not tls) else []
                    lines = ["test", "8BITMIME", *extra]
                    for line in lines[:-1]:
                        self.say(f"250-{line}")
                    return self.say(f"250 {lines[-1]}")
                if verb == "STARTTLS" and starttls:
                    self.say("220 go on")
                    return self.wrap()
                if starttls and not self.encrypted:
                    return self.say("530 Must issue a STARTTLS command first")
                if verb == "AUTH":
                    word = text.split(" ")[2] if text.count(" ") == 2 else None
                    if word is None:
                        self.say("334 ")
                        word = self.rfile.readline().decode().strip()
                    _, user, password = base64.b64decode(word).decode().split("\0")
                    if (users or {}).get(user) != password:
                        return self.say("535 5.7.8 Authentication credentials invalid")
                    self.user = user
                    outer.logins.append(user)
                    return self.say("235 2.7.0 Authentication successful")
                if users and not self.user:
                    return self.say("530 5.7.0 Authentication required")
                if verb == "MAIL":
                    self.sender, self.to = text, []
                    return self.say("250 ok")
                if verb == "RCPT":
                    self.to.append(text.split("<")[1].split(">")[0])
                    return self.say("250 ok")
                if verb == "DATA":
                    return self.take()
                self.say("502 Command not implemented")

            def take(self):
                self.say("354 go on")
                data = b""
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    if not line.endswith(b"\r\n") or len(line) > 1000:
                        return self.say("500 Line too long or bare LF")
                    data += line[1:] if line.startswith(b".") else line
                mail = email.message_from_bytes(data, policy=email.policy.default)
                mail.envelope = (self.sender, self.to)
                mail.raw = data
                outer.mails.append(mail)
                self.say("250 2.0.0 queued")

        self.server = Quiet(("127.0.0.1", 0), Talk).begin()
        self.port = self.server.port


class Proxy:
    """An HTTP proxy for tunnels and plain requests, that wants this name and password."""

    def __init__(self, user=None, tunnels=True):
        self.asked = []
        outer = self
        wanted = user and "Basic " + base64.b64encode(user.encode()).decode()

        class Talk(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def allowed(self):
                outer.asked.append(f"{self.command} {self.path}")
                if wanted and self.headers["Proxy-Authorization"] != wanted:
                    self.send_response(407)
                    self.send_header("Proxy-Authenticate", "Basic")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return False
                return True

            def do_CONNECT(self):
                self.close_connection = True
                if not self.allowed():
                    return
                if not tunnels:
                    return self.send_error(403, "no tunnels here")
                host, port = self.path.rsplit(":", 1)
                with socket.create_connection((host, int(port))) as far:
                    self.send_response(200)
                    self.end_headers()
                    pump(self.connection, far)

            def do_POST(self):
                if not self.allowed():
                    return
                body = self.rfile.read(int(self.headers["Content-Length"]))
                host, _, rest = self.path.removeprefix("http://").partition("/")
                name, port = host.rsplit(":", 1)
                with socket.create_connection((name, int(port))) as far:
                    lines = [f"POST /{rest} HTTP/1.1"] + [
                        f"{k}: {v}" for k, v in self.headers.items() if not k.lower().startswith("proxy-")
                    ]
                    far.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode() + body)
                    while piece := far.recv(65536):
                        self.wfile.write(piece)
                self.close_connection = True

            def log_message(self, *_):
                pass

        self.server = Quiet(("127.0.0.1", 0), Talk).begin()
        self.port = self.server.port


def pump(near, far):
    """Both ways, until one side is done."""

    def one_way(source, goal):
        try:
            while piece := source.recv(65536):
                goal.sendall(piece)
        except OSError:
            pass
        for end in (source, goal):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    back = threading.Thread(target=one_way, args=(far, near), daemon=True)
    back.start()
    one_way(near, far)
    back.join(10)
