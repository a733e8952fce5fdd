import Foundation
import NIOSSL

/// Where the certificate of the HTTP door lies.
public struct TLSFiles: Equatable, Sendable {
    /// PEM, its own certificate first and those between after it.
    public var certificate: String
    /// PEM, not encrypted.
    public var key: String
    /// Of those who may connect at all; nil: everybody.
    public var clientCA: String?

    public init(certificate: String, key: String, clientCA: String? = nil) {
        self.certificate = certificate
        self.key = key
        self.clientCA = clientCA
    }
}

/// What is wrong with one of the files, by its key in the settings.
enum TLSFault: Error, Equatable {
    case unreadable(String, path: String)
    case notPEM(String, path: String)
    case doNotFit
}

extension TLSFiles {
    /// What a connection needs, read anew. TLS 1.2 and later.
    func context() throws(TLSFault) -> NIOSSLContext {
        let chain = try certificates("certificate", certificate)
        guard !chain.isEmpty else { throw .notPEM("certificate", path: certificate) }
        let bytes = try contents("key", key)
        guard let secret = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
            throw .notPEM("key", path: key)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(secret))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        if let clientCA {
            configuration.trustRoots = .certificates(try certificates("client_ca", clientCA))
            configuration.certificateVerification = .noHostnameVerification
        }
        do { return try NIOSSLContext(configuration: configuration) } catch { throw .doNotFit }
    }

    private func certificates(_ name: String, _ path: String) throws(TLSFault)
        -> [NIOSSLCertificate]
    {
        let bytes = try contents(name, path)
        guard let found = try? NIOSSLCertificate.fromPEMBytes(bytes), !found.isEmpty else {
            throw .notPEM(name, path: path)
        }
        return found
    }

    private func contents(_ name: String, _ path: String) throws(TLSFault) -> [UInt8] {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw .unreadable(name, path: path)
        }
        return Array(bytes)
    }
}
