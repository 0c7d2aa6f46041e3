package org.sdptbench.harness.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.CurvePoint;

/**
 * What two records of one cell say differently: of the results and the training curve, where every
 * bit counts, and of where the runs were made. Times and memory are never compared.
 *
 * @param results differences of the outcome, the results, the parameters and the curve, one line
 *     each
 * @param origin differences of machine, threads, Java, libraries, data and code, one line each
 */
public record RecordDifferences(List<String> results, List<String> origin) {
  /** 30 times what was seen between an EPYC and a Xeon: 5e-9 to 3e-8 of AP. */
  public static final double OTHER_PROCESSOR = 1e-6;

  private static final String ABSENT = "none";

  /** Copies. */
  public RecordDifferences {
    results = List.copyOf(results);
    origin = List.copyOf(origin);
  }

  /**
   * Compares two records, bit for bit.
   *
   * @param published the older one
   * @param here the one that was made again
   */
  public static RecordDifferences between(RunRecord published, RunRecord here) {
    return between(published, here, 0);
  }

  /**
   * What results of two records may differ by, as fractions: nothing where the machines are of one
   * type; else {@link #OTHER_PROCESSOR}.
   */
  public static double tolerance(RunRecord published, RunRecord here) {
    return type(published).equals(type(here)) ? 0 : OTHER_PROCESSOR;
  }

  /** System, architecture and processor, without the number of threads, which changes no bit. */
  private static String type(RunRecord run) {
    return run.provenance().machine().replaceFirst(", \\d+ threads$", "");
  }

  /**
   * Compares two records. Where results may differ by something, losses and pictures are left out:
   * other processors round otherwise, and a training carries that on; the results say what came of
   * it.
   *
   * @param tolerance what single results may differ by, as fractions; 0: not a bit
   */
  public static RecordDifferences between(RunRecord published, RunRecord here, double tolerance) {
    Lines results = new Lines(tolerance);
    if (published.outcome() != here.outcome()) { // then one of them has no results to compare
      results.compare("outcome", ending(published), ending(here));
      return new RecordDifferences(results.lines, origin(published, here));
    }
    results.compare("message", published.message(), here.message());
    results.compare(
        "cost.trainableParameters",
        published.cost().trainableParameters(),
        here.cost().trainableParameters());
    results.compare(
        "cost.totalParameters", published.cost().totalParameters(), here.cost().totalParameters());
    results.compareAll(values(published), values(here));
    results.compareSeries(
        "bootstrapAp", published.results().bootstrapAp(), here.results().bootstrapAp());
    results.compareSeries("curve steps", steps(published), steps(here));
    if (tolerance == 0) {
      results.compareSeries("curve losses", losses(published), losses(here));
    }
    results.compareSeries("curve validation APs", validation(published), validation(here));
    if (tolerance == 0 && !published.results().pictures().equals(here.results().pictures())) {
      results.add("pictures: other detections or attention");
    }
    return new RecordDifferences(results.lines, origin(published, here));
  }

  private static List<String> origin(RunRecord published, RunRecord here) {
    Lines origin = new Lines(0);
    RunRecord.Provenance was = published.provenance();
    RunRecord.Provenance is = here.provenance();
    origin.compare("machine", was.machine(), is.machine());
    origin.compare("threads for tensors", was.tensorThreads(), is.tensorThreads());
    origin.compare("Java", was.java(), is.java());
    origin.compareAll(was.libraries(), is.libraries());
    origin.compareAll(was.digests(), is.digests());
    origin.compare("commit", code(was), code(is));
    return origin.lines;
  }

  private static String ending(RunRecord run) {
    String message = run.message();
    String name = run.outcome().inWords();
    return message == null ? name : name + ", " + message.lines().findFirst().orElse("");
  }

  /** Whether no result differs by more than it may. */
  public boolean isNone() {
    return results.isEmpty();
  }

  private static String code(RunRecord.Provenance provenance) {
    return provenance.commit() + (provenance.dirty() ? " with changes" : "");
  }

  /** All single results by name. */
  private static SortedMap<String, Double> values(RunRecord run) {
    SortedMap<String, Double> values = new TreeMap<>();
    run.metrics().forEach((name, value) -> values.put("metrics." + name, value));
    run.results().classAp().forEach((name, value) -> values.put("classAp." + name, value));
    for (Results.Test test : run.results().tests()) {
      String place =
          "tests.%s.%s."
              .formatted(
                  test.moment().name().toLowerCase(Locale.ROOT), Cell.datasetName(test.task()));
      test.metrics().forEach((name, value) -> values.put(place + name, value));
    }
    return values;
  }

  private static List<Object> steps(RunRecord run) {
    return run.curve().stream().<Object>map(CurvePoint::step).toList();
  }

  private static List<Object> losses(RunRecord run) {
    return run.curve().stream().map(point -> orNone(point.loss())).toList();
  }

  private static List<Object> validation(RunRecord run) {
    return run.curve().stream().map(point -> orNone(point.validationAp())).toList();
  }

  private static Object orNone(@Nullable Object value) {
    return value == null ? ABSENT : value;
  }

  private static final class Lines {
    final List<String> lines = new ArrayList<>();
    private final double tolerance;

    Lines(double tolerance) {
      this.tolerance = tolerance;
    }

    private boolean equal(@Nullable Object published, @Nullable Object here) {
      return Objects.equals(published, here)
          || published instanceof Double was
              && here instanceof Double is
              && Math.abs(was - is) <= tolerance;
    }

    void add(String line) {
      lines.add(line);
    }

    void compare(String name, @Nullable Object published, @Nullable Object here) {
      if (!equal(published, here)) {
        add(
            "%s: published %s, here %s%s"
                .formatted(name, orNone(published), orNone(here), change(published, here)));
      }
    }

    void compareAll(Map<String, ?> published, Map<String, ?> here) {
      TreeSet<String> names = new TreeSet<>(published.keySet());
      names.addAll(here.keySet());
      names.forEach(name -> compare(name, published.get(name), here.get(name)));
    }

    /** Tells how many values differ, and the first of them. */
    void compareSeries(String name, List<?> published, List<?> here) {
      if (published.size() != here.size()) {
        add("%s: published %s, here %s".formatted(name, published.size(), here.size()));
        return;
      }
      int differing = 0;
      String first = "";
      for (int i = 0; i < here.size(); i++) {
        Object was = published.get(i);
        Object is = here.get(i);
        if (!equal(was, is)) {
          if (differing++ == 0) {
            first = "number %s published %s, here %s%s".formatted(i, was, is, change(was, is));
          }
        }
      }
      if (differing > 0) {
        add("%s: %s of %s differ, first %s".formatted(name, differing, here.size(), first));
      }
    }

    private static String change(@Nullable Object published, @Nullable Object here) {
      return published instanceof Double was && here instanceof Double is
          ? String.format(Locale.ROOT, " (%+.1e)", is - was)
          : "";
    }
  }
}
