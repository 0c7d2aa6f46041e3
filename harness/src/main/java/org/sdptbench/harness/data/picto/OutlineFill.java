package org.sdptbench.harness.data.picto;

import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Fills outlines with soft edges, by the non-zero winding rule.
 *
 * <p>Each row of pixels is cut into lines; along a line the coverage is exact. Java2D would do as
 * well, but its rasteriser gives other edge pixels from one Java release to the next.
 */
final class OutlineFill {
  private static final int LINES = 16;

  /** Pieces into which a quadratic curve is cut. */
  private static final int PIECES = 12;

  private final int side;
  private final List<Edge> edges = new ArrayList<>();

  /** A straight edge, top to bottom; {@code winding} is 1 if it was drawn so, else -1. */
  private record Edge(double x0, double y0, double x1, double y1, int winding) {
    double at(double y) {
      return x0 + (x1 - x0) * ((y - y0) / (y1 - y0));
    }
  }

  private record Crossing(double x, int winding) {}

  private OutlineFill(int side) {
    this.side = side;
  }

  /**
   * Replaces the quadratic curves of an outline, as TrueType fonts have, by straight pieces. The
   * bounds of the result are those of its points; those of a curve depend on the Java release.
   */
  static Path2D flatten(Shape outline) {
    Path2D flat = new Path2D.Double(Path2D.WIND_NON_ZERO);
    double[] c = new double[6];
    double x = 0;
    double y = 0;
    for (PathIterator path = outline.getPathIterator(null); !path.isDone(); path.next()) {
      switch (path.currentSegment(c)) {
        case PathIterator.SEG_MOVETO -> {
          flat.moveTo(c[0], c[1]);
          x = c[0];
          y = c[1];
        }
        case PathIterator.SEG_LINETO -> {
          flat.lineTo(c[0], c[1]);
          x = c[0];
          y = c[1];
        }
        case PathIterator.SEG_QUADTO -> {
          for (int k = 1; k <= PIECES; k++) {
            double t = (double) k / PIECES;
            double s = 1 - t;
            flat.lineTo(
                s * s * x + 2 * s * t * c[0] + t * t * c[2],
                s * s * y + 2 * s * t * c[1] + t * t * c[3]);
          }
          x = c[2];
          y = c[3];
        }
        case PathIterator.SEG_CLOSE -> flat.closePath();
        default -> throw new IllegalArgumentException("a cubic curve in a TrueType outline");
      }
    }
    return flat;
  }

  /**
   * Fills an outline of straight lines; open parts are closed.
   *
   * @param outline in pixels, y downwards
   * @param side width and height of the result
   * @return coverage per pixel from 0 to 1, row by row
   */
  static float[] coverage(Shape outline, int side) {
    OutlineFill fill = new OutlineFill(side);
    fill.collect(outline.getPathIterator(null));
    return fill.rows();
  }

  private void collect(PathIterator path) {
    double[] c = new double[6];
    double startX = 0;
    double startY = 0;
    double x = 0;
    double y = 0;
    for (; !path.isDone(); path.next()) {
      switch (path.currentSegment(c)) {
        case PathIterator.SEG_MOVETO -> {
          line(x, y, startX, startY);
          startX = x = c[0];
          startY = y = c[1];
        }
        case PathIterator.SEG_LINETO -> {
          line(x, y, c[0], c[1]);
          x = c[0];
          y = c[1];
        }
        case PathIterator.SEG_CLOSE -> {
          line(x, y, startX, startY);
          x = startX;
          y = startY;
        }
        default -> throw new IllegalArgumentException("a curve: the outline is not flat");
      }
    }
    line(x, y, startX, startY);
  }

  private void line(double x0, double y0, double x1, double y1) {
    if (y0 < y1) {
      edges.add(new Edge(x0, y0, x1, y1, 1));
    } else if (y1 < y0) {
      edges.add(new Edge(x1, y1, x0, y0, -1));
    }
  }

  private float[] rows() {
    float[] coverage = new float[side * side];
    List<Crossing> crossings = new ArrayList<>();
    for (int l = 0; l < side * LINES; l++) {
      double y = (l + 0.5) / LINES;
      crossings.clear();
      for (Edge e : edges) {
        if (e.y0 <= y && y < e.y1) {
          crossings.add(new Crossing(e.at(y), e.winding));
        }
      }
      crossings.sort(Comparator.comparingDouble(Crossing::x));
      int winding = 0;
      for (int k = 0; k + 1 < crossings.size(); k++) {
        winding += crossings.get(k).winding;
        if (winding != 0) {
          span(coverage, l / LINES * side, crossings.get(k).x, crossings.get(k + 1).x);
        }
      }
    }
    return coverage;
  }

  /** Adds a line's share to the pixels of a row between two places. */
  private void span(float[] coverage, int row, double from, double to) {
    double left = Math.max(0, from);
    double right = Math.min(side, to);
    for (int x = (int) left; x < right; x++) {
      coverage[row + x] += (float) ((Math.min(right, x + 1) - Math.max(left, x)) / LINES);
    }
  }
}
