extension Limits {
    /// The longest message that an editor may send.
    public static let editorMessageBytes = 64 << 20
    /// The longest header before it.
    public static let editorHeaderBytes = 64 << 10
    /// How deep JSON may nest that comes from an editor.
    public static let jsonNesting = 128
}
