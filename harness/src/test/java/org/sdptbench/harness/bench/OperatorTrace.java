package org.sdptbench.harness.bench;

import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The operators that this thread called, as PyTorch's profiler wrote them down.
 *
 * <p>An operator calls others, and which ones depends on the machine: a convolution copies arrays
 * or does not, by what its processor can. So only the outermost calls are counted, which are those
 * that our code and the derivatives ask for.
 *
 * @param calls outermost calls of operators in their order
 */
record OperatorTrace(List<Call> calls) {
  private static final String OPERATOR = "aten::";

  /** Where they stand deeper they are parts of the others: a linear layer's product is addmm. */
  private static final Set<String> PRODUCTS =
      Set.of(
          "aten::mm",
          "aten::bmm",
          "aten::addmm",
          "aten::baddbmm",
          "aten::mv",
          "aten::convolution",
          "aten::convolution_backward");

  private static final Map<String, BigDecimal> UNITS =
      Map.of(
          "b", BigDecimal.ONE,
          "Kb", BigDecimal.valueOf(1 << 10),
          "Mb", BigDecimal.valueOf(1 << 20),
          "Gb", BigDecimal.valueOf(1 << 30));

  /** What is to be traced. */
  @FunctionalInterface
  interface Work {
    /** Does it. */
    void run() throws Exception;
  }

  /**
   * A call.
   *
   * @param name of the operator, which begins with {@code aten::}, or of a derivative or kernel
   * @param start when, in microseconds
   * @param bytes by how much the memory of tensors grew meanwhile; rounded to two decimals of the
   *     unit that the profiler prints, which is the same everywhere for the same bytes
   * @param inner the calls that it made
   */
  record Call(String name, double start, BigDecimal bytes, List<Call> inner) {
    private Stream<Call> outermostOperators() {
      return name.startsWith(OPERATOR)
          ? Stream.of(this)
          : inner.stream().flatMap(Call::outermostOperators);
    }

    private long products() {
      return PRODUCTS.contains(name) ? 1 : inner.stream().mapToLong(Call::products).sum();
    }
  }

  /**
   * Traces the work of this thread.
   *
   * @param folder where the profiler may leave its file
   */
  static OperatorTrace of(Work work, Path folder) throws Exception {
    Path file = folder.resolve("trace.json");
    JniUtils.startProfile(false, false, true);
    try {
      work.run();
    } finally {
      JniUtils.stopProfile(file.toString());
    }
    return parse(Files.readString(file));
  }

  /**
   * Reads what the profiler wrote: a list of calls of one thread by the time of their end, so that
   * all that a call made stands before it and began no earlier.
   */
  static OperatorTrace parse(String json) throws IOException {
    Deque<Call> ended = new ArrayDeque<>();
    for (JsonNode event : new ObjectMapper().readTree(json)) {
      double start = event.required("ts").doubleValue();
      List<Call> inner = new ArrayList<>();
      while (!ended.isEmpty() && ended.getLast().start() >= start) {
        inner.add(0, ended.removeLast());
      }
      String name = event.required("name").textValue();
      ended.addLast(new Call(name, start, bytes(event.required("cpu mem").textValue()), inner));
    }
    return new OperatorTrace(ended.stream().flatMap(Call::outermostOperators).toList());
  }

  private static BigDecimal bytes(String text) {
    String[] parts = text.split(" ", -1);
    return new BigDecimal(parts[0]).multiply(Objects.requireNonNull(UNITS.get(parts[1]), text));
  }

  /** Number of outermost operators. */
  long operators() {
    return calls.size();
  }

  /** Number of matrix products and convolutions, which a convolution's derivative is one of. */
  long products() {
    return calls.stream().mapToLong(Call::products).sum();
  }

  /** Number of operators that left more memory in use than they found: that made a tensor. */
  long tensors() {
    return growth().count();
  }

  /** Memory that they left in use more than they found, in whole KiB. */
  long kibibytes() {
    return growth().reduce(BigDecimal.ZERO, BigDecimal::add).longValue() >> 10;
  }

  private Stream<BigDecimal> growth() {
    return calls.stream().map(Call::bytes).filter(bytes -> bytes.signum() > 0);
  }
}
