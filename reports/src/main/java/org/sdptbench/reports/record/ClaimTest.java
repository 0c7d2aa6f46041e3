package org.sdptbench.reports.record;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.RunRecord.Task;

/** How a claim is tested against run records. Rows are labels of one spec's rows. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ClaimTest.BetterThan.class, name = ClaimTest.BETTER_THAN),
  @JsonSubTypes.Type(value = ClaimTest.BetterThanBefore.class, name = ClaimTest.BETTER_THAN_BEFORE),
  @JsonSubTypes.Type(value = ClaimTest.CheaperThan.class, name = ClaimTest.CHEAPER_THAN),
  @JsonSubTypes.Type(value = ClaimTest.AtMost.class, name = ClaimTest.AT_MOST),
  @JsonSubTypes.Type(value = ClaimTest.ReturnsExactly.class, name = ClaimTest.RETURNS_EXACTLY)
})
public sealed interface ClaimTest {

  /** What files call {@link BetterThan}. */
  String BETTER_THAN = "better-than";

  /** What files call {@link BetterThanBefore}. */
  String BETTER_THAN_BEFORE = "better-than-before";

  /** What files call {@link CheaperThan}. */
  String CHEAPER_THAN = "cheaper-than";

  /** What files call {@link AtMost}. */
  String AT_MOST = "at-most";

  /** What files call {@link ReturnsExactly}. */
  String RETURNS_EXACTLY = "returns-exactly";

  /** Labels of all rows that take part, in the order of the test. */
  List<String> rows();

  /** A row and another that it is held against. */
  record Pair(String row, String than) {
    /** Checks. */
    public Pair {
      Objects.requireNonNull(row, "claims.test.row");
      Objects.requireNonNull(than, "claims.test.than");
      if (row.equals(than)) {
        throw new IllegalArgumentException("claims: row '%s' against itself".formatted(row));
      }
    }
  }

  /**
   * In every pair, the row has a higher metric than the other at the same seed.
   *
   * @param pairs the pairs
   * @param metric name of a metric; higher is better
   * @param testedOn what both are tested on after training; absent: what they were trained on
   */
  record BetterThan(List<Pair> pairs, String metric, @Nullable Task testedOn) implements ClaimTest {
    /** Checks and copies. */
    public BetterThan {
      pairs = some(pairs, "pairs");
      Objects.requireNonNull(metric, "claims.test.metric");
    }

    @Override
    public List<String> rows() {
      return rowsOf(pairs);
    }
  }

  /**
   * Every row has a higher metric after its training than before it, in the same run: before, what
   * was trained first is there and nothing else.
   *
   * @param of the rows
   * @param metric name of a metric; higher is better
   * @param testedOn what is tested; absent: what the run trains on
   */
  record BetterThanBefore(List<String> of, String metric, @Nullable Task testedOn)
      implements ClaimTest {
    /** Checks and copies. */
    public BetterThanBefore {
      of = some(of, "of");
      Objects.requireNonNull(metric, "claims.test.metric");
    }

    @Override
    public List<String> rows() {
      return of;
    }
  }

  /**
   * In every pair, the row costs less than the other at the same seed.
   *
   * @param pairs the pairs
   * @param cost what is compared, as a ratio
   */
  record CheaperThan(List<Pair> pairs, CostQuantity cost) implements ClaimTest {
    /** Checks and copies. */
    public CheaperThan {
      pairs = some(pairs, "pairs");
      Objects.requireNonNull(cost, "claims.test.cost");
    }

    @Override
    public List<String> rows() {
      return rowsOf(pairs);
    }
  }

  /**
   * No run of a row costs more than a limit.
   *
   * @param of the rows
   * @param cost an exact quantity
   * @param limit the most that is allowed, in the quantity's unit
   */
  record AtMost(List<String> of, CostQuantity cost, double limit) implements ClaimTest {
    /** Checks and copies. */
    public AtMost {
      of = some(of, "of");
      Objects.requireNonNull(cost, "claims.test.cost");
      if (!cost.isExact() || !(limit >= 0 && Double.isFinite(limit))) {
        throw new IllegalArgumentException(
            "claims: %s at most %s; allowed are %s and a number of 0 or more"
                .formatted(cost.word(), limit, CostQuantity.words(true)));
      }
    }

    @Override
    public List<String> rows() {
      return of;
    }
  }

  /**
   * With what a run trained taken off again, every test of a row gives the same as before the
   * training, to the last bit.
   *
   * @param of the rows
   * @param testedOn what is tested; absent: all that the runs were tested on at both moments
   */
  record ReturnsExactly(List<String> of, @Nullable Task testedOn) implements ClaimTest {
    /** Checks and copies. */
    public ReturnsExactly {
      of = some(of, "of");
    }

    @Override
    public List<String> rows() {
      return of;
    }
  }

  private static <T> List<T> some(List<T> list, String name) {
    if (Objects.requireNonNull(list, name).isEmpty()) {
      throw new IllegalArgumentException("claims.test.%s is empty".formatted(name));
    }
    return List.copyOf(list);
  }

  private static List<String> rowsOf(List<Pair> pairs) {
    return pairs.stream().flatMap(pair -> Stream.of(pair.row(), pair.than())).distinct().toList();
  }
}
