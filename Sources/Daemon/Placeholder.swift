import Hummingbird
import Yams
import NIOPosix
import CCurl
import CZlib
import CCrypto
import Logging
func placeholderX() -> Int { Int(curl_global_init(0).rawValue) }
