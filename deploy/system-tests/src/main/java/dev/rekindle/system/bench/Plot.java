package dev.rekindle.system.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A small picture of one quantity over another, the horizontal axis logarithmic. */
public final class Plot {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 320;
  private static final int MARGIN = 60;

  private Plot() {}

  /** One measured point. */
  public record Point(double x, double y) {}

  /**
   * Writes it as SVG.
   *
   * @param title says both quantities and their units
   */
  public static void write(Path file, String title, List<Point> points) {
    double left = Math.log10(points.stream().mapToDouble(Point::x).min().orElseThrow());
    double right = Math.log10(points.stream().mapToDouble(Point::x).max().orElseThrow());
    double top = points.stream().mapToDouble(Point::y).max().orElseThrow() * 1.15;
    StringBuilder svg =
        new StringBuilder(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="13">
            <rect width="%1$d" height="%2$d" fill="white"/>
            <text x="%3$d" y="24" font-size="15">%4$s</text>
            <path d="M%3$d 40V%5$dH%6$d" fill="none" stroke="black"/>
            """
                .formatted(WIDTH, HEIGHT, MARGIN, title, HEIGHT - MARGIN, WIDTH - 20));
    StringBuilder line = new StringBuilder();
    for (Point point : points) {
      double across = right == left ? 0.5 : (Math.log10(point.x()) - left) / (right - left);
      double x = MARGIN + 30 + across * (WIDTH - MARGIN - 110);
      double y = HEIGHT - MARGIN - point.y() / top * (HEIGHT - MARGIN - 50);
      line.append(line.isEmpty() ? 'M' : 'L').append(number(x)).append(' ').append(number(y));
      svg.append(
          """
          <circle cx="%1$s" cy="%2$s" r="4" fill="#0066cc"/>
          <text x="%1$s" y="%3$s" text-anchor="middle">%4$s</text>
          <text x="%1$s" y="%5$d" text-anchor="middle">%6$.0f</text>
          """
              .formatted(
                  number(x),
                  number(y),
                  number(y - 10),
                  label(point.y()),
                  HEIGHT - MARGIN + 20,
                  point.x()));
    }
    svg.append("<path d=\"%s\" fill=\"none\" stroke=\"#0066cc\"/>%n</svg>%n".formatted(line));
    try {
      Files.writeString(file, svg);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private static String label(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
