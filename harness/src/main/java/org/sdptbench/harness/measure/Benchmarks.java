package org.sdptbench.harness.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;

/**
 * Benchmarks by name.
 *
 * @param all the benchmarks, in the order in which they run
 */
public record Benchmarks(List<Benchmark> all) {
  private static final int MOST_NEAREST = 5;

  /** Defensive copy. */
  public Benchmarks {
    all = List.copyOf(all);
  }

  /** All benchmarks on the class path. */
  public static Benchmarks onClassPath() {
    OutputFormat nowhere = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
    List<Benchmark> all = new ArrayList<>();
    for (BenchmarkListEntry entry : BenchmarkList.defaultList().getAll(nowhere, List.of())) {
      if (!exists(entry.getUserClassQName())) {
        continue;
      }
      SortedMap<String, List<String>> parameters = new TreeMap<>();
      entry
          .getParams()
          .orElse(Map.of())
          .forEach((name, values) -> parameters.put(name, Arrays.asList(values)));
      all.add(new Benchmark(entry.getUsername(), parameters));
    }
    return new Benchmarks(all);
  }

  /** A list is only ever added to from build to build, and names classes that are gone. */
  private static boolean exists(String className) {
    String file = className.replace('.', '/') + ".class";
    return Benchmarks.class.getClassLoader().getResource(file) != null;
  }

  /**
   * The benchmarks that patterns name.
   *
   * @param patterns regular expressions, of which one at least is found in the name, in small or
   *     capital letters; none: all benchmarks
   * @throws InvalidInputException with all patterns that name no benchmark
   */
  public Benchmarks matching(List<String> patterns) throws InvalidInputException {
    if (patterns.isEmpty()) {
      return this;
    }
    Problems problems = new Problems();
    List<Benchmark> found = new ArrayList<>();
    for (String pattern : patterns) {
      try {
        Pattern wanted = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
        List<Benchmark> ofPattern = all.stream().filter(b -> isNamed(b, wanted)).toList();
        if (ofPattern.isEmpty()) {
          problems.add(unknown(pattern));
        }
        found.addAll(ofPattern);
      } catch (PatternSyntaxException e) {
        problems.add(
            Problem.of(
                Location.argument(pattern),
                "no regular expression: " + e.getDescription(),
                "a part of a benchmark's name, or a regular expression"));
      }
    }
    problems.throwIfAny();
    return new Benchmarks(all.stream().filter(found::contains).toList());
  }

  /**
   * Checks names of parameters.
   *
   * @throws InvalidInputException with all names that no benchmark here has
   */
  public void checkParameters(Iterable<String> names) throws InvalidInputException {
    List<String> known =
        all.stream().flatMap(b -> b.parameters().keySet().stream()).distinct().sorted().toList();
    Problems problems = new Problems();
    for (String name : names) {
      if (!known.contains(name)) {
        problems.add(Problem.unknown(Location.argument("-p " + name), "parameter", name, known));
      }
    }
    problems.throwIfAny();
  }

  private static boolean isNamed(Benchmark benchmark, Pattern wanted) {
    return wanted.matcher(benchmark.name()).find() || wanted.matcher(benchmark.fullName()).find();
  }

  private Problem unknown(String pattern) {
    List<String> nearest =
        all.stream()
            .map(Benchmark::name)
            .sorted(Comparator.comparingInt(name -> distance(pattern, name)))
            .limit(MOST_NEAREST)
            .toList();
    return Problem.of(
        Location.argument(pattern),
        "no benchmark has this in its name; nearest are " + String.join(", ", nearest),
        "a part of a name, or a regular expression; --list shows all %s".formatted(all.size()));
  }

  /** To the nearest of a name's parts, as a pattern is a part of a name too. */
  private static int distance(String pattern, String name) {
    DamerauLevenshteinDistance distance = new DamerauLevenshteinDistance();
    String wanted = pattern.toLowerCase(Locale.ROOT);
    String found = name.toLowerCase(Locale.ROOT);
    return Stream.concat(Stream.of(found), Arrays.stream(found.split("[/.]", -1)))
        .mapToInt(part -> distance.apply(wanted, part))
        .min()
        .orElse(Integer.MAX_VALUE);
  }
}
