package org.sdptbench.reports.claim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.claim.Effect.Unit;
import org.sdptbench.reports.claim.Evidence.Bound;
import org.sdptbench.reports.claim.Evidence.Return;
import org.sdptbench.reports.comparison.PairedRuns;
import org.sdptbench.reports.record.Claim;
import org.sdptbench.reports.record.ClaimTest;
import org.sdptbench.reports.record.ClaimTest.AtMost;
import org.sdptbench.reports.record.ClaimTest.BetterThan;
import org.sdptbench.reports.record.ClaimTest.BetterThanBefore;
import org.sdptbench.reports.record.ClaimTest.CheaperThan;
import org.sdptbench.reports.record.ClaimTest.Pair;
import org.sdptbench.reports.record.ClaimTest.ReturnsExactly;
import org.sdptbench.reports.record.Results.Moment;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.table.SpecResults;

/** Holds one claim against the runs of its spec. */
final class ClaimEvaluation {
  private static final String NOT_PLANNED = "not in the plan: ";

  private final Claim claim;
  private final SpecResults results;
  private final List<Task> tasks;

  private ClaimEvaluation(Claim claim, SpecResults results) {
    this.claim = claim;
    this.results = results;
    this.tasks = results.tasks().stream().filter(claim::isAbout).toList();
  }

  /**
   * Evaluates a claim.
   *
   * @param results its spec with the records; null if the plan does not have the spec
   * @param runs all records by cell
   */
  static EvaluatedClaim of(
      Claim claim, @Nullable SpecResults results, Map<String, RunRecord> runs) {
    if (results == null) {
      String reason = "the plan does not have the spec " + claim.spec();
      return new EvaluatedClaim(claim, Verdict.NOT_RUN, reason, List.of(), 0, 0);
    }
    ClaimEvaluation evaluation = new ClaimEvaluation(claim, results);
    List<Evidence> evidence = evaluation.evidence(claim.test());
    List<String> rows = claim.test().rows();
    Set<String> cells =
        results.spec().cells().stream()
            .filter(cell -> rows.contains(cell.row()) && claim.isAbout(cell.task()))
            .map(cell -> cell.cell())
            .collect(Collectors.toSet());
    long completed =
        cells.stream()
            .map(runs::get)
            .filter(run -> run != null && run.outcome() == Outcome.COMPLETED)
            .count();
    Verdict verdict = Verdict.ofParts(evidence.stream().map(Evidence::verdict).toList());
    return new EvaluatedClaim(
        claim,
        verdict,
        evaluation.reason(verdict, evidence),
        evidence,
        (int) completed,
        cells.size());
  }

  private List<Evidence> evidence(ClaimTest test) {
    if (test instanceof BetterThan better) {
      return better(better);
    } else if (test instanceof BetterThanBefore before) {
      return before(before);
    } else if (test instanceof CheaperThan cheaper) {
      return cheaper(cheaper);
    } else if (test instanceof AtMost atMost) {
      return atMost.of().stream().map(row -> bound(row, atMost)).toList();
    }
    ReturnsExactly returns = (ReturnsExactly) test;
    return returns.of().stream().map(row -> returned(row, returns.testedOn())).toList();
  }

  private boolean isOneTask() {
    return claim.tasks().size() == 1;
  }

  private List<Evidence> better(BetterThan test) {
    PairEvidence evidence = new PairEvidence(Unit.METRIC, false, isOneTask());
    Function<RunRecord, @Nullable Double> value =
        run -> Tested.metric(run, Moment.AFTER, test.testedOn(), test.metric());
    for (Pair pair : test.pairs()) {
      Differences differences = differences(pair, value);
      evidence.add(pair.row(), pair.than(), differences, whyEmpty(pair.row(), pair.than()));
    }
    return evidence.judge();
  }

  private List<Evidence> cheaper(CheaperThan test) {
    boolean exact = test.cost().isExact();
    PairEvidence evidence = new PairEvidence(Unit.LOG_RATIO, exact, isOneTask());
    // Minus the logarithm, so that less is better; what costs nothing has no ratio.
    Function<RunRecord, @Nullable Double> value =
        run -> {
          Double cost = test.cost().of(run.cost());
          return cost == null || cost <= 0 ? null : (Double) (-Math.log(cost));
        };
    for (Pair pair : test.pairs()) {
      Differences differences = differences(pair, value);
      evidence.add(pair.row(), pair.than(), differences, whyEmpty(pair.row(), pair.than()));
    }
    return evidence.judge();
  }

  private Differences differences(Pair pair, Function<RunRecord, @Nullable Double> value) {
    Differences differences = new Differences();
    for (Task task : tasks) {
      PairedRuns runs =
          PairedRuns.of(results, pair.row(), pair.than(), task, run -> value.apply(run) != null);
      runs.first()
          .forEach(
              (seed, run) -> {
                RunRecord other = Objects.requireNonNull(runs.second().get(seed));
                differences.add(task, seed, known(value, run) - known(value, other));
              });
    }
    return differences;
  }

  private static double known(Function<RunRecord, @Nullable Double> value, RunRecord run) {
    return Objects.requireNonNull(value.apply(run));
  }

  private List<Evidence> before(BetterThanBefore test) {
    PairEvidence evidence = new PairEvidence(Unit.METRIC, false, isOneTask());
    for (String row : test.of()) {
      Differences differences = new Differences();
      for (Task task : tasks) {
        for (RunRecord run : completed(row, task)) {
          Double before = Tested.metric(run, Moment.BEFORE, test.testedOn(), test.metric());
          Double after = Tested.metric(run, Moment.AFTER, test.testedOn(), test.metric());
          if (before != null && after != null) {
            differences.add(task, run.seed(), after - before);
          }
        }
      }
      evidence.add(row, null, differences, whyEmpty(row));
    }
    return evidence.judge();
  }

  private Evidence bound(String row, AtMost test) {
    List<Double> values =
        tasks.stream()
            .flatMap(task -> completed(row, task).stream())
            .map(run -> test.cost().of(run.cost()))
            .filter(Objects::nonNull)
            .toList();
    Double largest = values.stream().max(Double::compare).orElse(null);
    Verdict verdict =
        largest == null
            ? Verdict.NOT_RUN
            : largest <= test.limit() ? Verdict.SUPPORTED : Verdict.CONTRADICTED;
    return new Bound(
        row,
        test.cost(),
        test.limit(),
        largest,
        values.size(),
        verdict,
        largest == null ? whyEmpty(row) : "");
  }

  private Evidence returned(String row, @Nullable Task testedOn) {
    int same = 0;
    int compared = 0;
    String difference = "";
    for (Task task : tasks) {
      for (RunRecord run : completed(row, task)) {
        List<String> differences = Tested.differences(run, testedOn);
        if (differences == null) {
          continue;
        }
        compared++;
        if (differences.isEmpty()) {
          same++;
        } else if (difference.isEmpty()) {
          difference = differences.get(0);
        }
      }
    }
    Verdict verdict =
        compared == 0
            ? Verdict.NOT_RUN
            : same == compared ? Verdict.SUPPORTED : Verdict.CONTRADICTED;
    return new Return(row, same, compared, verdict, compared == 0 ? whyEmpty(row) : difference);
  }

  private List<RunRecord> completed(String row, Task task) {
    return results.records(row, task).stream()
        .filter(run -> run.outcome() == Outcome.COMPLETED)
        .toList();
  }

  /** Why there is nothing of these rows. */
  private String whyEmpty(String... rows) {
    Optional<String> notPlanned = notPlanned(List.of(rows));
    if (notPlanned.isPresent()) {
      return NOT_PLANNED + notPlanned.get();
    }
    for (String row : rows) {
      if (tasks.stream().allMatch(task -> completed(row, task).isEmpty())) {
        return "no completed run of '%s'".formatted(row);
      }
    }
    return rows.length > 1
        ? "no seed has a value of both"
        : "no run of '%s' has the value".formatted(rows[0]);
  }

  /** The first of these rows that the plan does not have. */
  private Optional<String> notPlanned(List<String> rows) {
    List<String> planned = results.rows();
    return rows.stream().filter(row -> !planned.contains(row)).findFirst();
  }

  private String reason(Verdict verdict, List<Evidence> evidence) {
    if (verdict == Verdict.SUPPORTED) {
      return "";
    }
    int supported = (int) evidence.stream().filter(e -> e.verdict() == Verdict.SUPPORTED).count();
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    Set<String> notPlanned = new LinkedHashSet<>();
    for (Evidence part : evidence) {
      if (part.verdict() == verdict
          || (verdict == Verdict.INCONCLUSIVE && part.verdict() == Verdict.NOT_RUN)) {
        Optional<String> missing = notPlanned(part.rows());
        if (missing.isPresent()) {
          notPlanned.add(missing.get());
          continue;
        }
        String why = part.verdict() == Verdict.CONTRADICTED ? "" : part.reason();
        byReason.computeIfAbsent(why, k -> new ArrayList<>()).add(ClaimWords.name(part));
      }
    }
    String prefix =
        evidence.stream()
            .filter(part -> part.verdict() == Verdict.CONTRADICTED)
            .findFirst()
            .map(ClaimWords::failing)
            .orElse("");
    List<String> parts = new ArrayList<>();
    byReason.forEach(
        (why, names) -> {
          boolean plain =
              !why.isEmpty()
                  && (names.size() == evidence.size()
                      || why.endsWith("'%s'".formatted(names.get(0))));
          String before = why.isEmpty() ? prefix : why + ": ";
          parts.add(plain ? why : before + ClaimWords.list(names));
        });
    if (!notPlanned.isEmpty()) {
      parts.add(NOT_PLANNED + ClaimWords.list(List.copyOf(notPlanned)));
    }
    if (evidence.size() > 1 && verdict != Verdict.NOT_RUN) {
      parts.add("holds in %s of %s".formatted(supported, evidence.size()));
    }
    return String.join("; ", parts);
  }
}
