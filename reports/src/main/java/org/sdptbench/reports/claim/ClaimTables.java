package org.sdptbench.reports.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.claim.Effect.Unit;
import org.sdptbench.reports.claim.Evidence.Bound;
import org.sdptbench.reports.claim.Evidence.Comparison;
import org.sdptbench.reports.claim.Evidence.Return;
import org.sdptbench.reports.record.Claim;
import org.sdptbench.reports.table.TextTable;

/** Claims as tables: for people, and with all digits. */
public final class ClaimTables {

  /**
   * Columns of {@link #lines}. Effects and their bounds are fractions or ratios: {@code none} is
   * the value at which there is no effect, 0 or 1. Without an effect these fields are empty.
   */
  public static final List<String> HEADER =
      List.of(
          "claim",
          "statement",
          "source",
          "claim_verdict",
          "reason",
          "spec",
          "on",
          "measure",
          "row",
          "against",
          "effect",
          "none",
          "ci95_low",
          "ci95_high",
          "repetitions",
          "n",
          "fewest_seeds",
          "tasks",
          "tasks_better",
          "p",
          "holm_p",
          "verdict",
          "why",
          "completed",
          "planned",
          "contradicted_by");

  /** What stands above the claims. */
  public static final String TITLE = "What of the paper held";

  private ClaimTables() {}

  /** One line a claim: statement, evidence in short, and verdict. */
  public static TextTable summary(List<EvaluatedClaim> claims) {
    return new TextTable(
        "claims",
        TITLE,
        List.of("statement", "evidence", "verdict"),
        claims.stream()
            .map(
                claim ->
                    List.of(
                        claim.claim().statement(),
                        ClaimWords.summary(claim),
                        claim.verdict().word()))
            .toList());
  }

  /** The parts of a claim in words, but those that did not run, which the verdict names. */
  public static TextTable parts(EvaluatedClaim claim) {
    return new TextTable(
        claim.claim().id(),
        ClaimWords.measure(claim.claim().test()),
        List.of("against", "effect", "95 % interval", "n", "better on", "Holm p", "verdict"),
        claim.evidence().stream()
            .filter(part -> part.verdict() != Verdict.NOT_RUN)
            .map(
                part ->
                    List.of(
                        ClaimWords.name(part),
                        ClaimWords.effect(part),
                        ClaimWords.interval(part),
                        ClaimWords.repetitions(part),
                        ClaimWords.better(part),
                        ClaimWords.adjustedP(part),
                        part.reason().isEmpty()
                            ? part.verdict().word()
                            : "%s: %s".formatted(part.verdict().word(), part.reason())))
            .toList());
  }

  /** One line for each part of each claim, values unrounded; a claim without parts has one line. */
  public static List<List<@Nullable Object>> lines(List<EvaluatedClaim> claims) {
    List<List<@Nullable Object>> lines = new ArrayList<>();
    for (EvaluatedClaim claim : claims) {
      if (claim.evidence().isEmpty()) {
        lines.add(line(claim, null));
      }
      claim.evidence().forEach(part -> lines.add(line(claim, part)));
    }
    return lines;
  }

  private static List<@Nullable Object> line(EvaluatedClaim evaluated, @Nullable Evidence part) {
    Claim claim = evaluated.claim();
    List<@Nullable Object> line = new ArrayList<>();
    line.add(claim.id());
    line.add(claim.statement());
    line.add(claim.source());
    line.add(evaluated.verdict().word());
    line.add(evaluated.reason());
    line.add(claim.spec());
    line.add(ClaimWords.tasks(claim.tasks()));
    line.add(ClaimWords.measure(claim.test()));
    line.add(part == null ? null : part.row());
    addNumbers(line, part);
    line.add(part == null ? null : part.verdict().word());
    line.add(part == null ? null : part.reason());
    line.add(evaluated.completed());
    line.add(evaluated.planned());
    line.add(claim.contradictedBy());
    return line;
  }

  private static void addNumbers(List<@Nullable Object> line, @Nullable Evidence part) {
    int before = line.size();
    if (part instanceof Comparison comparison) {
      line.add(comparison.against() == null ? "before training" : comparison.against());
      Effect effect = comparison.effect();
      if (effect != null) {
        line.add(plain(effect, effect.mean()));
        line.add(effect.unit() == Unit.METRIC ? 0 : 1);
        line.add(effect.interval() == null ? null : plain(effect, effect.interval().low()));
        line.add(effect.interval() == null ? null : plain(effect, effect.interval().high()));
        line.add(effect.over().name().toLowerCase(Locale.ROOT));
        line.add(effect.n());
        line.add(effect.fewestSeeds());
        line.add(effect.tasks());
        line.add(effect.better());
        line.add(effect.p());
        line.add(effect.adjustedP());
      }
    } else if (part instanceof Bound bound) {
      line.add("at most " + bound.limit());
      line.add(bound.largest());
      line.addAll(nothing(3));
      line.add("runs");
      line.add(bound.runs());
    } else if (part instanceof Return returned) {
      line.add("before training");
      line.add(returned.compared() == 0 ? null : (double) returned.same() / returned.compared());
      line.addAll(nothing(3));
      line.add("runs");
      line.add(returned.compared());
    }
    int columns = HEADER.indexOf("verdict") - HEADER.indexOf("against");
    line.addAll(nothing(before + columns - line.size()));
  }

  private static List<@Nullable Object> nothing(int n) {
    List<@Nullable Object> nothing = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      nothing.add(null);
    }
    return nothing;
  }

  private static double plain(Effect effect, double value) {
    return effect.unit() == Unit.METRIC ? value : Math.exp(value);
  }
}
