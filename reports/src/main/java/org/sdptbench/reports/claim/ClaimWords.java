package org.sdptbench.reports.claim;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.claim.Effect.Repetitions;
import org.sdptbench.reports.claim.Effect.Unit;
import org.sdptbench.reports.claim.Evidence.Bound;
import org.sdptbench.reports.claim.Evidence.Comparison;
import org.sdptbench.reports.claim.Evidence.Return;
import org.sdptbench.reports.record.ClaimTest;
import org.sdptbench.reports.record.ClaimTest.AtMost;
import org.sdptbench.reports.record.ClaimTest.BetterThan;
import org.sdptbench.reports.record.ClaimTest.BetterThanBefore;
import org.sdptbench.reports.record.ClaimTest.CheaperThan;
import org.sdptbench.reports.record.CostQuantity;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.table.Quantity;

/**
 * Claims in words, the same in every format. Differences of metrics are in points; a ratio says how
 * many times as much the other side costs.
 */
public final class ClaimWords {

  /** How to read the numbers and the verdicts. */
  public static final String HOW_TO_READ =
      "Positive effects are in favour of the claim; \"times\" says how many times as much the other"
          + " costs. Intervals hold with 95 %: over tasks where the claim is about several, over"
          + " seeds where it is about one. A claim against several rows is supported only if it"
          + " holds against each after Holm's correction, and contradicted if the opposite holds"
          + " against one. Fewer than three repetitions, or a task with a single seed, are"
          + " inconclusive.";

  private ClaimWords() {}

  /** Where a claim comes from, what would contradict it, and what was asked, in sentences. */
  public static String background(EvaluatedClaim claim) {
    return "Source: %s. Contradicted by: %s. Evidence: %s on %s, %s of %s planned runs completed; %s."
        .formatted(
            claim.claim().source(),
            claim.claim().contradictedBy(),
            claim.claim().spec(),
            tasks(claim.claim().tasks()),
            claim.completed(),
            claim.planned(),
            measure(claim.claim().test()));
  }

  /** What runs were trained on: {@code picto-coco and 13 tasks of picto-odinw13}. */
  public static String tasks(List<Task> tasks) {
    Map<String, List<Task>> suites =
        tasks.stream()
            .distinct()
            .collect(Collectors.groupingBy(Task::suite, LinkedHashMap::new, Collectors.toList()));
    List<String> words =
        suites.entrySet().stream()
            .map(
                suite ->
                    suite.getValue().size() == 1
                        ? suite.getValue().get(0).name()
                        : "%s tasks of %s".formatted(suite.getValue().size(), suite.getKey()))
            .toList();
    int last = words.size() - 1;
    return last == 0
        ? words.get(0)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  /** The verdict with its reason: {@code contradicted, worse than ANOTHER}. */
  public static String verdict(EvaluatedClaim claim) {
    return claim.reason().isEmpty()
        ? claim.verdict().word()
        : claim.verdict().word() + ", " + claim.reason();
  }

  /** What is tested, in one phrase: {@code AP after training, on picto-coco}. */
  public static String measure(ClaimTest test) {
    if (test instanceof BetterThan better) {
      return better.metric() + on(better.testedOn()) + ", row minus other";
    } else if (test instanceof BetterThanBefore before) {
      return before.metric() + on(before.testedOn()) + ", after training minus before";
    } else if (test instanceof CheaperThan cheaper) {
      return cheaper.cost().title() + ", other in proportion to row";
    } else if (test instanceof AtMost atMost) {
      return "%s, at most %s"
          .formatted(atMost.cost().title(), amount(atMost.cost(), atMost.limit()));
    }
    return "every metric detached as before, to the last bit"
        + on(((ClaimTest.ReturnsExactly) test).testedOn());
  }

  private static String on(@Nullable Task task) {
    return task == null ? "" : " on " + task.name();
  }

  /** What tells a part from the other parts of its claim: mostly the other row. */
  public static String name(Evidence part) {
    return part instanceof Comparison comparison && comparison.against() != null
        ? Objects.requireNonNull(comparison.against())
        : part.row();
  }

  /** The number of a part: {@code +1.23 points}; empty without one. */
  public static String effect(Evidence part) {
    if (part instanceof Comparison comparison) {
      Effect effect = comparison.effect();
      return effect == null
          ? ""
          : value(effect, effect.mean()) + (effect.unit() == Unit.METRIC ? " points" : " times");
    } else if (part instanceof Bound bound) {
      Double largest = bound.largest();
      return largest == null ? "" : amount(bound.cost(), largest);
    }
    Return returned = (Return) part;
    return returned.compared() == 0
        ? ""
        : "%s of %s the same".formatted(returned.same(), returned.compared());
  }

  /** The interval of a part: {@code +0.40 to +2.06}; empty without one. */
  public static String interval(Evidence part) {
    Effect effect = part instanceof Comparison comparison ? comparison.effect() : null;
    return effect == null || effect.interval() == null
        ? ""
        : "%s to %s"
            .formatted(
                value(effect, effect.interval().low()), value(effect, effect.interval().high()));
  }

  /** The repetitions of a part: {@code 15 tasks, 3 seeds}; empty without any. */
  public static String repetitions(Evidence part) {
    if (part instanceof Comparison comparison) {
      Effect effect = comparison.effect();
      if (effect == null) {
        return "";
      }
      return effect.over() == Repetitions.EXACT
          ? count(effect.n(), "run")
          : effect.over() == Repetitions.SEEDS
              ? count(effect.fewestSeeds(), "seed")
              : count(effect.tasks(), "task") + ", " + count(effect.fewestSeeds(), "seed");
    }
    int runs = part instanceof Bound bound ? bound.runs() : ((Return) part).compared();
    return runs == 0 ? "" : count(runs, "run");
  }

  /** On how many tasks a part is in favour: {@code 12 of 15}; empty where that says nothing. */
  public static String better(Evidence part) {
    Effect effect = part instanceof Comparison comparison ? comparison.effect() : null;
    return effect == null || effect.tasks() < 2
        ? ""
        : "%s of %s".formatted(effect.better(), effect.tasks());
  }

  /** The corrected p value of a part: {@code 0.012}; empty without one. */
  public static String adjustedP(Evidence part) {
    Effect effect = part instanceof Comparison comparison ? comparison.effect() : null;
    Double p = effect == null ? null : effect.adjustedP();
    return p == null ? "" : p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
  }

  /**
   * The evidence of a claim in short: its number where there is one part, else in how many parts it
   * holds, and from where to where the numbers reach. Why a part does not hold, or has no number,
   * stands with the part.
   */
  public static String summary(EvaluatedClaim claim) {
    List<Evidence> known =
        claim.evidence().stream().filter(part -> !effect(part).isEmpty()).toList();
    if (known.isEmpty()) {
      return claim.evidence().size() < 2
          ? claim.reason()
          : "nothing to see of %s comparisons; %s of %s runs completed"
              .formatted(claim.evidence().size(), claim.completed(), claim.planned());
    }
    if (claim.evidence().size() == 1) {
      Evidence part = known.get(0);
      String interval = interval(part);
      return "%s%s over %s%s"
          .formatted(
              effect(part),
              interval.isEmpty() ? "" : " (" + interval + ")",
              repetitions(part),
              part.reason().isEmpty() ? "" : "; " + part.reason());
    }
    long holds =
        claim.evidence().stream().filter(part -> part.verdict() == Verdict.SUPPORTED).count();
    String parts = "holds in %s of %s".formatted(holds, claim.evidence().size());
    return known.stream().allMatch(Comparison.class::isInstance)
        ? "%s; %s".formatted(parts, range(known.stream().map(Comparison.class::cast).toList()))
        : parts;
  }

  private static String range(List<Comparison> known) {
    Comparator<Comparison> byMean =
        Comparator.comparingDouble(part -> Objects.requireNonNull(part.effect()).mean());
    Comparison least = known.stream().min(byMean).orElseThrow();
    Comparison most = known.stream().max(byMean).orElseThrow();
    return least.equals(most)
        ? "%s (%s)".formatted(effect(least), name(least))
        : "from %s (%s) to %s (%s)".formatted(effect(least), name(least), effect(most), name(most));
  }

  /** {@link #tally} as a sentence. */
  public static String tallySentence(List<EvaluatedClaim> claims) {
    return "Of the claims, %s.".formatted(tally(claims));
  }

  /** How many claims have which verdict: {@code 3 supported, 1 contradicted, ...}. */
  public static String tally(List<EvaluatedClaim> claims) {
    StringBuilder words = new StringBuilder();
    for (Verdict verdict : Verdict.values()) {
      long n = claims.stream().filter(claim -> claim.verdict() == verdict).count();
      words.append(words.isEmpty() ? "" : ", ").append(n).append(' ').append(verdict.word());
    }
    return words.toString();
  }

  /** Names in a row; in quotes where one has a comma itself. */
  static String list(List<String> names) {
    boolean quoted = names.size() > 1 && names.stream().anyMatch(name -> name.contains(","));
    return String.join(
        ", ", names.stream().map(name -> quoted ? "'%s'".formatted(name) : name).toList());
  }

  /** How a part that fails does so, before its name. */
  static String failing(Evidence part) {
    if (part instanceof Comparison comparison) {
      Effect effect = Objects.requireNonNull(comparison.effect());
      return effect.unit() == Unit.LOG_RATIO
          ? "not cheaper than "
          : comparison.against() == null ? "worse than before: " : "worse than ";
    }
    return part instanceof Bound bound
        ? "more than %s: ".formatted(amount(bound.cost(), bound.limit()))
        : "not the same: ";
  }

  private static String value(Effect effect, double value) {
    DoubleFunction<String> words =
        effect.unit() == Unit.METRIC
            ? v -> String.format(Locale.ROOT, "%+.2f", 100 * v)
            : v -> ratio(Math.exp(v));
    return words.apply(value);
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio < 99.95 ? "%.2f" : "%.0f", ratio);
  }

  private static String amount(CostQuantity cost, double value) {
    return switch (cost) {
      case TRAINABLE_SHARE -> String.format(Locale.ROOT, "%.4f %%", 100 * value);
      case TRAINABLE_PARAMETERS -> String.format(Locale.ROOT, "%,.0f", value);
      case ADAPTER_BYTES, PEAK_MEMORY_BYTES -> Quantity.BYTES.format(value);
      case TRAIN_SECONDS, INFERENCE_SECONDS -> Quantity.SECONDS.format(value);
    };
  }

  private static String count(int n, String noun) {
    return n == 1 ? "1 " + noun : n + " " + noun + "s";
  }
}
