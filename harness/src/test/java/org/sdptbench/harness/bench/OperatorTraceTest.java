package org.sdptbench.harness.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OperatorTraceTest {
  private static String event(String name, double start, String memory) {
    return "{\"name\": \"%s\", \"ph\": \"X\", \"ts\": %s, \"dur\": 1.0, \"tid\": 1, \"cpu mem\": \"%s\"}"
        .formatted(name, start, memory);
  }

  private static OperatorTrace trace(String... events) throws Exception {
    return OperatorTrace.parse(Stream.of(events).collect(Collectors.joining(",", "[", "]")));
  }

  @Test
  void anOperatorThatCallsOthersCountsOnce() throws Exception {
    OperatorTrace trace =
        trace(
            event("aten::as_strided", 3, "0 b"),
            event("aten::t", 2, "0 b"),
            event("aten::addmm", 4, "1.50 Kb"),
            event("aten::linear", 1, "1.50 Kb"),
            event("aten::relu", 5, "512 b"));
    assertThat(trace.calls())
        .extracting(OperatorTrace.Call::name)
        .containsExactly("aten::linear", "aten::relu");
    assertThat(trace.operators()).isEqualTo(2);
    assertThat(trace.products()).isEqualTo(1);
    assertThat(trace.tensors()).isEqualTo(2);
    assertThat(trace.kibibytes()).isEqualTo(2);
  }

  /** The names around operators are those of derivatives and of our kernels. */
  @Test
  void whatIsNoOperatorCountsForWhatItCalls() throws Exception {
    OperatorTrace trace =
        trace(
            event("aten::mm", 3, "1.00 Mb"),
            event("aten::mm", 4, "1.00 Mb"),
            event("MmBackward0", 2, "2.00 Mb"),
            event("autograd::engine::evaluate_function: MmBackward0", 1, "-3.00 Mb"));
    assertThat(trace.operators()).isEqualTo(2);
    assertThat(trace.products()).isEqualTo(2);
    assertThat(trace.kibibytes()).isEqualTo(2048);
  }

  @Test
  void aConvolutionIsOneProductHoweverItIsComputed() throws Exception {
    OperatorTrace plain =
        trace(
            event("aten::mm", 4, "0 b"),
            event("aten::_slow_conv2d_forward", 3, "0 b"),
            event("aten::convolution", 2, "0 b"),
            event("aten::conv2d", 1, "0 b"));
    OperatorTrace fused =
        trace(
            event("aten::mkldnn_convolution", 3, "0 b"),
            event("aten::convolution", 2, "0 b"),
            event("aten::conv2d", 1, "0 b"));
    assertThat(plain.products()).isEqualTo(fused.products()).isEqualTo(1);
  }

  @Test
  void whatAnOperatorFreesIsNoTensor() throws Exception {
    OperatorTrace trace = trace(event("aten::add", 1, "-68 b"), event("aten::mul", 2, "4.00 Kb"));
    assertThat(trace.tensors()).isEqualTo(1);
    assertThat(trace.kibibytes()).isEqualTo(4);
  }
}
