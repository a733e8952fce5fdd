enum Placeholder {}
import NIOPosix
