package org.sdptbench.harness.claim;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.harness.spec.TaskNames;
import org.sdptbench.harness.spec.YamlSource;
import org.sdptbench.reports.record.Claim;
import org.sdptbench.reports.record.ClaimTest;
import org.sdptbench.reports.record.ClaimTest.Pair;
import org.sdptbench.reports.record.CostQuantity;
import org.sdptbench.reports.record.MetricNames;
import org.sdptbench.reports.record.RunRecord.Task;

/** Checks the names in claims about one spec, and reads the claims. */
final class ClaimCheck {
  private final YamlSource source;
  private final Problems problems;
  private final Names names;

  /**
   * Names that claims about a spec may use.
   *
   * @param spec its name
   * @param rows labels of its rows
   * @param tasks the data sets that it trains on, shots 0
   * @param tested the data sets that it tests on, shots 0
   * @param scale name of the scale
   * @param resolver finds data sets by name
   */
  record Names(
      String spec,
      List<String> rows,
      List<Task> tasks,
      List<Task> tested,
      String scale,
      TaskNames resolver) {}

  ClaimCheck(YamlSource source, Problems problems, Names names) {
    this.source = source;
    this.problems = problems;
    this.names = names;
  }

  /** Reads a claim whose structure is right; empty if a name in it is wrong. */
  Optional<Claim> read(JsonPointer at, TestKind kind) {
    int before = problems.list().size();
    JsonNode claim = source.root().at(at);
    List<Task> tasks = claim.has("tasks") ? tasks(at.appendProperty("tasks")) : names.tasks();
    Optional<ClaimTest> test = test(at.appendProperty("test"), kind);
    if (problems.list().size() > before || test.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Claim(
            claim.path("id").asText(),
            claim.path("statement").asText(),
            claim.path("source").asText(),
            claim.path("contradictedBy").asText(),
            names.spec(),
            tasks,
            test.get()));
  }

  /** Reads a test; empty if it would be about nothing that exists. */
  private Optional<ClaimTest> test(JsonPointer at, TestKind kind) {
    JsonNode test = source.root().at(at);
    List<Pair> pairs = kind.rows() == TestKind.Rows.PAIRS ? pairs(at) : List.of();
    List<String> rows =
        kind.rows() == TestKind.Rows.LIST ? rows(at.appendProperty("rows")) : List.of();
    String metric = test.path("metric").asText();
    if (test.has("metric") && !MetricNames.ALL.contains(metric)) {
      problems.add(
          Problem.unknown(
              source.at(at.appendProperty("metric")), "metric", metric, MetricNames.ALL));
    }
    Task testedOn = test.has("testedOn") ? dataset(at.appendProperty("testedOn")) : null;
    CostQuantity cost = test.has("cost") ? cost(at.appendProperty("cost"), kind) : null;
    if (pairs.isEmpty() && rows.isEmpty()) {
      return Optional.empty();
    }
    return switch (kind) {
      case BETTER_THAN -> Optional.of(new ClaimTest.BetterThan(pairs, metric, testedOn));
      case BETTER_THAN_BEFORE ->
          Optional.of(new ClaimTest.BetterThanBefore(rows, metric, testedOn));
      case CHEAPER_THAN ->
          cost == null ? Optional.empty() : Optional.of(new ClaimTest.CheaperThan(pairs, cost));
      case AT_MOST ->
          cost == null
              ? Optional.empty()
              : Optional.of(new ClaimTest.AtMost(rows, cost, test.path("limit").doubleValue()));
      case RETURNS_EXACTLY -> Optional.of(new ClaimTest.ReturnsExactly(rows, testedOn));
    };
  }

  private List<Pair> pairs(JsonPointer test) {
    JsonPointer at = test.appendProperty("pairs");
    List<Pair> pairs = new ArrayList<>();
    if (source.root().at(at).isArray()) {
      for (int i = 0; i < source.root().at(at).size(); i++) {
        JsonPointer pair = at.appendIndex(i);
        add(pairs, pair.appendProperty("row"), pair.appendProperty("than"));
      }
      return pairs;
    }
    JsonPointer than = test.appendProperty("than");
    for (int i = 0; i < source.root().at(than).size(); i++) {
      add(pairs, test.appendProperty("row"), than.appendIndex(i));
    }
    return pairs;
  }

  private void add(List<Pair> pairs, JsonPointer first, JsonPointer second) {
    String row = row(first);
    String than = row(second);
    if (row.equals(than)) {
      problems.add(
          Problem.of(
              source.at(second),
              "row '%s' against itself".formatted(row),
              String.join(", ", names.rows().stream().filter(r -> !r.equals(row)).toList())));
    } else {
      pairs.add(new Pair(row, than));
    }
  }

  private List<String> rows(JsonPointer list) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < source.root().at(list).size(); i++) {
      rows.add(row(list.appendIndex(i)));
    }
    return rows;
  }

  private String row(JsonPointer at) {
    String row = source.root().at(at).asText();
    if (!names.rows().contains(row)) {
      problems.add(Problem.unknown(source.at(at), "row of " + names.spec(), row, names.rows()));
    }
    return row;
  }

  private @Nullable CostQuantity cost(JsonPointer at, TestKind kind) {
    String word = source.root().at(at).asText();
    List<String> allowed = CostQuantity.words(kind == TestKind.AT_MOST);
    if (!allowed.contains(word)) {
      problems.add(Problem.unknown(source.at(at), "cost of " + kind.word(), word, allowed));
      return null;
    }
    return CostQuantity.called(word).orElse(null);
  }

  private @Nullable Task dataset(JsonPointer at) {
    List<Task> tasks = resolve(at);
    if (tasks.size() > 1) {
      problems.add(
          Problem.of(
              source.at(at),
              "'%s' is %s data sets".formatted(source.root().at(at).asText(), tasks.size()),
              "the name of one"));
    }
    checkAmong(at, tasks, names.tested(), "what %s is tested on");
    return tasks.size() == 1 ? tasks.get(0) : null;
  }

  private List<Task> tasks(JsonPointer list) {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < source.root().at(list).size(); i++) {
      JsonPointer at = list.appendIndex(i);
      List<Task> found = resolve(at);
      tasks.addAll(found);
      checkAmong(at, found, names.tasks(), "the tasks of %s");
    }
    return tasks.stream().distinct().toList();
  }

  private void checkAmong(JsonPointer at, List<Task> found, List<Task> allowed, String what) {
    if (!allowed.containsAll(found)) {
      problems.add(
          Problem.of(
              source.at(at),
              "'%s' is not among %s"
                  .formatted(source.root().at(at).asText(), what.formatted(names.spec())),
              String.join(", ", allowed.stream().map(Cell::datasetName).toList())));
    }
  }

  private List<Task> resolve(JsonPointer at) {
    String name = source.root().at(at).asText();
    List<String> found = names.resolver().resolve(name);
    if (found.isEmpty()) {
      problems.add(
          Problem.unknown(
              source.at(at), "task of scale " + names.scale(), name, names.resolver().names()));
    }
    return found.stream().map(dataset -> Cell.task(dataset, 0)).toList();
  }
}
