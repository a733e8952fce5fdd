import CCairo

/// A sheet to draw on, in points of which each is two pixels wide, and its PNG.
///
/// Where the system has no font, text is left out and all else is drawn: a message goes without a
/// title in its picture rather than without a picture.
///
/// A class, for what cairo makes has to be given back once.
final class Canvas {
    struct Color {
        var red: Double
        var green: Double
        var blue: Double
        var opacity = 1.0
    }

    /// Where a text stands to the point that it is written at.
    enum Side: Double { case right = 0, middle = 0.5, left = 1 }

    private static let pixelsPerPoint = 2.0

    private let surface: OpaquePointer
    private let pen: OpaquePointer
    private let hasFonts: Bool

    /// nil: no memory.
    init?(width: Double, height: Double) {
        let scale = Self.pixelsPerPoint
        surface = cairo_image_surface_create(
            CAIRO_FORMAT_RGB24, Int32(width * scale), Int32(height * scale))
        pen = cairo_create(surface)
        cairo_scale(pen, scale, scale)
        hasFonts = Self.findFont()
        if cairo_status(pen) != CAIRO_STATUS_SUCCESS { return nil }
    }

    deinit {
        cairo_destroy(pen)
        cairo_surface_destroy(surface)
    }

    /// A pen that once failed draws no more, so the font is looked for with another.
    private static func findFont() -> Bool {
        let face = cairo_toy_font_face_create(
            family, CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL)
        var (size, unit) = (cairo_matrix_t(), cairo_matrix_t())
        cairo_matrix_init_scale(&size, 10, 10)
        cairo_matrix_init_identity(&unit)
        let options = cairo_font_options_create()
        let font = cairo_scaled_font_create(face, &size, &unit, options)
        defer {
            cairo_scaled_font_destroy(font)
            cairo_font_options_destroy(options)
            cairo_font_face_destroy(face)
        }
        var extents = cairo_text_extents_t()
        cairo_scaled_font_text_extents(font, "0", &extents)
        return cairo_scaled_font_status(font) == CAIRO_STATUS_SUCCESS
    }

    private static let family = "sans-serif"
}

extension Canvas {
    func fill(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double, _ color: Color) {
        use(color)
        cairo_rectangle(pen, left, top, right - left, bottom - top)
        cairo_fill(pen)
    }

    func dot(_ x: Double, _ y: Double, radius: Double, _ color: Color) {
        use(color)
        cairo_new_path(pen)
        cairo_arc(pen, x, y, radius, 0, 2 * .pi)
        cairo_fill(pen)
    }

    /// - Parameter dash: the lengths of a dash and of the gap behind it; nil: unbroken.
    func line(
        _ points: some Sequence<(x: Double, y: Double)>, width: Double, _ color: Color,
        dash: Double? = nil
    ) {
        use(color)
        cairo_set_line_width(pen, width)
        cairo_set_line_join(pen, CAIRO_LINE_JOIN_ROUND)
        cairo_set_dash(pen, dash.map { [$0] } ?? [], dash == nil ? 0 : 1, 0)
        cairo_new_path(pen)
        for point in points { cairo_line_to(pen, point.x, point.y) }
        cairo_stroke(pen)
    }

    /// - Returns: how wide it became.
    @discardableResult
    func write(
        _ text: String, at x: Double, _ y: Double, _ side: Side, size: Double, _ color: Color,
        bold: Bool = false
    ) -> Double {
        guard hasFonts else { return 0 }
        let width = width(of: text, size: size, bold: bold)
        use(color)
        cairo_move_to(pen, x - width * side.rawValue, y)
        cairo_show_text(pen, text)
        return width
    }

    /// The text again if it is no wider than that, and else as much of it as is, and `…`.
    func cut(_ text: String, to room: Double, size: Double, bold: Bool = false) -> String {
        guard hasFonts, width(of: text, size: size, bold: bold) > room else { return text }
        var (fits, fails) = (0, text.count)
        while fits + 1 < fails {
            let half = (fits + fails) / 2
            let isNarrow = width(of: text.prefix(half) + "…", size: size, bold: bold) <= room
            (fits, fails) = isNarrow ? (half, fails) : (fits, half)
        }
        return text.prefix(fits) + "…"
    }

    private func width(of text: String, size: Double, bold: Bool) -> Double {
        let weight = bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL
        cairo_select_font_face(pen, Self.family, CAIRO_FONT_SLANT_NORMAL, weight)
        cairo_set_font_size(pen, size)
        var extents = cairo_text_extents_t()
        cairo_text_extents(pen, text, &extents)
        return extents.x_advance
    }

    private func use(_ color: Color) {
        cairo_set_source_rgba(pen, color.red, color.green, color.blue, color.opacity)
    }

    /// nil: something could not be drawn.
    func png() -> [UInt8]? {
        guard cairo_status(pen) == CAIRO_STATUS_SUCCESS else { return nil }
        cairo_surface_flush(surface)
        var bytes: [UInt8] = []
        let status = withUnsafeMutablePointer(to: &bytes) { bytes in
            cairo_surface_write_to_png_stream(
                surface,
                { taker, piece, count in
                    taker?.assumingMemoryBound(to: [UInt8].self).pointee
                        .append(contentsOf: UnsafeBufferPointer(start: piece, count: Int(count)))
                    return CAIRO_STATUS_SUCCESS
                }, bytes)
        }
        return status == CAIRO_STATUS_SUCCESS ? bytes : nil
    }
}
