package org.sdptbench.reports.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.knowm.xchart.internal.chartpart.Annotation;

/**
 * Labels near their points, each where it covers the least: of many places around its point a label
 * takes the one that overlaps marks, error bars, other labels and the rim the least, close by if it
 * can. A label that has to go further is joined to its point by a hair.
 */
final class PointLabels extends Annotation {

  private static final Lettering LETTERING = Lettering.PLAIN;
  private static final double MARK = 6;
  private static final double[] DISTANCES = {8, 16, 26, 38, 52, 68, 86, 106};
  private static final int DIRECTIONS = 24;
  private static final double HAIR_FROM = 12;
  private static final int STARTS = 12;
  private static final int ROUNDS = 8;
  private static final double WIDEST = 240;

  /** What it costs to cover a mark, a line, another label; to be struck by a hair; a pixel away. */
  private static final double ON_MARK = 300;

  private static final double ON_LINE = 50;
  private static final double ON_LABEL = 3000;
  private static final double ON_HAIR = 120;
  private static final double HAIR_ON_MARK = 80;
  private static final double PER_PIXEL = 1.2;
  private static final double OUTSIDE = 50;

  private final List<Point> points;
  private final List<Segment> lines;
  private List<Rectangle2D> boxes = List.of();
  private Solution last =
      new Solution(new Surroundings(new Rectangle2D.Double(), List.of(), List.of()), List.of());

  /** The places that were found in some surroundings: a chart is painted for each format. */
  private record Solution(Surroundings around, List<Place> places) {}

  /**
   * A labelled point, in the units of the axes.
   *
   * @param text its label
   * @param x its x
   * @param low lower end of its error bar, or its y
   * @param y its y
   * @param high upper end of its error bar, or its y
   * @param color colour of the label
   */
  record Point(String text, double x, double low, double y, double high, Color color) {}

  /**
   * A horizontal or vertical line that labels should not cross, in the units of the axes.
   *
   * @param x1 smaller x
   * @param y1 smaller y
   * @param x2 larger x
   * @param y2 larger y
   */
  record Segment(double x1, double y1, double x2, double y2) {}

  PointLabels(List<Point> points, List<Segment> lines) {
    super(false);
    this.lines = List.copyOf(lines);
    // From the top down, so that the result does not hang on the order of the plan alone.
    this.points = points.stream().sorted(Comparator.comparingDouble(Point::y).reversed()).toList();
  }

  /** Where the labels stand, in pixels, in the order from the highest point down; once painted. */
  List<Rectangle2D> boxes() {
    return boxes;
  }

  @Override
  public void paint(Graphics2D g) {
    Rectangle2D plot = new Rectangle2D.Double();
    plot.setFrameFromDiagonal(
        getXAxisScreenValueForMin(),
        getYAxisScreenValueForMin(),
        getXAxisScreenValueForMax(),
        getYAxisScreenValueForMax());
    Surroundings around = surroundings(plot);
    if (!around.equals(last.around())) {
      last = new Solution(around, places(around));
    }
    List<Place> places = last.places();
    boxes = places.stream().map(Place::box).toList();
    bounds = boxes.stream().reduce(plot, Rectangle2D::createUnion);
    Pen pen = new Pen(g);
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      if (place.distance() >= HAIR_FROM) {
        Line2D hair = place.hair();
        pen.hair(hair.getX1(), hair.getY1(), hair.getX2(), hair.getY2(), points.get(i).color());
      }
    }
    for (int i = 0; i < places.size(); i++) {
      Rectangle2D box = places.get(i).box();
      String text = LETTERING.fit(points.get(i).text(), WIDEST);
      pen.rimmed(LETTERING.outline(text, box.getX(), box.getCenterY()), points.get(i).color());
    }
  }

  /**
   * A place for a label.
   *
   * @param box what it covers
   * @param distance how far it is from its point
   * @param hair from the rim of the mark to the nearest point of the box
   */
  private record Place(Rectangle2D box, double distance, Line2D hair) {}

  private Surroundings surroundings(Rectangle2D plot) {
    List<Rectangle2D> marks = new ArrayList<>();
    List<Rectangle2D> bars = new ArrayList<>();
    for (Segment segment : lines) {
      bars.add(box(segment.x1(), segment.y1(), segment.x2(), segment.y2()));
    }
    for (Point point : points) {
      double x = getXAxisScreenValue(point.x());
      double y = getYAxisScreenValue(point.y());
      marks.add(new Rectangle2D.Double(x - MARK, y - MARK, 2 * MARK, 2 * MARK));
      bars.add(box(point.x(), point.low(), point.x(), point.high()));
    }
    return new Surroundings(plot, marks, bars);
  }

  /** The best of several tries that begin with other labels. */
  private List<Place> places(Surroundings around) {
    List<List<Place>> candidates = points.stream().map(this::candidates).toList();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      order.add(i);
    }
    Random random = new Random(0);
    List<Place> best = List.of();
    double least = Double.POSITIVE_INFINITY;
    for (int start = 0; start < STARTS; start++) {
      List<Place> places = improved(candidates, order, around);
      double cost = 0;
      for (int i = 0; i < places.size(); i++) {
        cost += around.cost(places.get(i), places.subList(i + 1, places.size()), least);
      }
      if (cost < least) {
        least = cost;
        best = places;
      }
      Collections.shuffle(order, random);
    }
    return best;
  }

  /** One after the other, then again with all others in place, until nothing gets better. */
  private static List<Place> improved(
      List<List<Place>> candidates, List<Integer> order, Surroundings around) {
    Map<Integer, Place> chosen = new TreeMap<>();
    boolean changed = true;
    for (int round = 0; round < ROUNDS && changed; round++) {
      changed = false;
      for (int i : order) {
        Place before = chosen.remove(i);
        Place place = around.best(candidates.get(i), chosen.values());
        changed |= !place.equals(before);
        chosen.put(i, place);
      }
    }
    return List.copyOf(chosen.values());
  }

  private Rectangle2D box(double x1, double y1, double x2, double y2) {
    Rectangle2D box = new Rectangle2D.Double();
    box.setFrameFromDiagonal(
        getXAxisScreenValue(x1) - 1.5,
        Math.min(getYAxisScreenValue(y1), getYAxisScreenValue(y2)) - 1.5,
        getXAxisScreenValue(x2) + 1.5,
        Math.max(getYAxisScreenValue(y1), getYAxisScreenValue(y2)) + 1.5);
    return box;
  }

  private List<Place> candidates(Point point) {
    double x = getXAxisScreenValue(point.x());
    double y = getYAxisScreenValue(point.y());
    double width = LETTERING.width(LETTERING.fit(point.text(), WIDEST));
    double height = 1.1 * LETTERING.font().getSize2D();
    List<Place> places = new ArrayList<>();
    for (double distance : DISTANCES) {
      for (int d = 0; d < DIRECTIONS; d++) {
        double angle = 2 * Math.PI * d / DIRECTIONS;
        double cx = x + Math.cos(angle) * (distance + width / 2);
        double cy = y + Math.sin(angle) * (distance + height / 2);
        Rectangle2D box = new Rectangle2D.Double(cx - width / 2, cy - height / 2, width, height);
        double toX = Math.max(box.getMinX() - 1, Math.min(box.getMaxX() + 1, x));
        double toY = Math.max(box.getMinY(), Math.min(box.getMaxY(), y));
        double away = Math.hypot(toX - x, toY - y);
        double skip = away > 0 ? Math.min(1, 4 / away) : 0;
        Line2D hair = new Line2D.Double(x + skip * (toX - x), y + skip * (toY - y), toX, toY);
        places.add(new Place(box, away, hair));
      }
    }
    return places;
  }

  /** What labels should not cover. */
  private record Surroundings(Rectangle2D plot, List<Rectangle2D> marks, List<Rectangle2D> bars) {

    Place best(List<Place> candidates, Collection<Place> others) {
      Place best = candidates.get(0);
      double least = Double.POSITIVE_INFINITY;
      for (Place place : candidates) {
        double cost = cost(place, others, least);
        if (cost < least) {
          least = cost;
          best = place;
        }
      }
      return best;
    }

    /** What a place costs beside others; not all of it once that is more than enough. */
    double cost(Place place, Collection<Place> others, double enough) {
      Rectangle2D box = place.box();
      boolean hair = place.distance() >= HAIR_FROM;
      double cost = PER_PIXEL * place.distance();
      cost += OUTSIDE * (area(box) - area(box.createIntersection(plot)));
      for (Rectangle2D mark : marks) {
        cost += box.intersects(mark) ? ON_MARK : 0;
        cost += hair && place.hair().intersects(mark) ? HAIR_ON_MARK : 0;
      }
      for (Rectangle2D bar : bars) {
        cost += box.intersects(bar) ? ON_LINE : 0;
      }
      for (Place other : others) {
        if (cost >= enough) {
          return cost;
        }
        cost += box.intersects(padded(other.box())) ? ON_LABEL : 0;
        if (hair) {
          cost += place.hair().intersects(other.box()) ? ON_HAIR : 0;
        }
        if (other.distance() >= HAIR_FROM) {
          cost += other.hair().intersects(box) ? ON_HAIR : 0;
          cost += hair && place.hair().intersectsLine(other.hair()) ? ON_HAIR : 0;
        }
      }
      return cost;
    }
  }

  private static Rectangle2D padded(Rectangle2D box) {
    return new Rectangle2D.Double(
        box.getX() - 2, box.getY() - 1, box.getWidth() + 4, box.getHeight() + 2);
  }

  private static double area(Rectangle2D r) {
    return Math.max(0, r.getWidth()) * Math.max(0, r.getHeight());
  }
}
