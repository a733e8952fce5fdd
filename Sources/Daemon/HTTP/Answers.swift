import HTTPTypes
import Hummingbird
import Model
import NIOCore

extension Response {
    static func json(
        _ value: JSON, _ status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        text(value.line + "\n", status, type: "application/json", headers: headers)
    }

    static func text(
        _ text: String, _ status: HTTPResponse.Status = .ok,
        type: String = "text/plain; charset=utf-8", headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = type
        return Response(
            status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    static func empty(_ status: HTTPResponse.Status, headers: HTTPFields = [:]) -> Response {
        Response(status: status, headers: headers)
    }

    /// `{"error":"..."}`, which InfluxDB 1.x clients read, with `code` and `message` besides, which
    /// those of 2.x do.
    static func failure(_ status: HTTPResponse.Status, _ message: String) -> Response {
        .json(
            [
                "error": .text(message), "code": .text(platformCode(of: status)),
                "message": .text(message),
            ], status)
    }
}

/// InfluxDB 2.x's word for a status.
func platformCode(of status: HTTPResponse.Status) -> String {
    switch status.code {
    case 401: "unauthorized"
    case 403: "forbidden"
    case 404: "not found"
    case 405: "method not allowed"
    case 413: "request too large"
    case 429: "too many requests"
    case 503: "unavailable"
    case 500...: "internal error"
    default: "invalid"
    }
}

extension HTTPField.Name {
    static let influxVersion = HTTPField.Name("X-Influxdb-Version")!
    static let influxBuild = HTTPField.Name("X-Influxdb-Build")!
    static let contentTypeOptions = HTTPField.Name("X-Content-Type-Options")!
    static let platformErrorCode = HTTPField.Name("X-Platform-Error-Code")!
}
