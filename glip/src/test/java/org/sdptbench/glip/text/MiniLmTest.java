package org.sdptbench.glip.text;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.golden.GoldenAssert;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.weights.MiniLm;
import org.sdptbench.glip.weights.TensorFile;

/** Our BERT with MiniLM's weights against ONNX Runtime on the file that they come from. */
@Tag("slow")
class MiniLmTest {
  private static final int LENGTH = GlipConfig.MINI.text().maxTokens();

  @Test
  void hiddenStatesAreThoseOfOnnxRuntime() throws IOException, OrtException {
    try (Scope scope = new Scope();
        Tokenizer tokenizer = Tokenizer.bertBaseUncased();
        Params params = miniLm()) {
      Captions captions = new Captions(tokenizer, LENGTH);
      List<Caption> batch =
          List.of(
              captions.of(List.of("dog", "person")),
              captions.of(List.of("fish", "jellyfish", "penguin", "puffin", "shark", "starfish")),
              captions.ofPrompts(
                  List.of(
                      new ClassPrompt("there is a ", "package", " on the porch"),
                      new ClassPrompt("", "naïve café 犬", ", which is flat and round"))),
              captions.of(Collections.nCopies(LENGTH / 2 - 1, "zebra")));
      assertThat(batch).extracting(Caption::tokens).contains(5, LENGTH - 1);

      NDArray ids = Caption.ids(batch);
      NDArray mask = Caption.mask(batch);
      TextState features =
          new Bert("", GlipConfig.MINI.text())
              .forward(new Pass(params, Adaptation.none()), ids, mask);
      float[] expected = onnxRuntime(ids.toLongArray(), mask.toLongArray(), batch.size());
      assertThat(features.hidden().getShape().getShape())
          .containsExactly(batch.size(), LENGTH, MiniLm.HIDDEN_SIZE);
      // Padding too: its queries see the same tokens.
      GoldenAssert.close(
          "MiniLM in ONNX Runtime",
          "last_hidden_state",
          expected,
          features.hidden().toFloatArray(),
          0,
          1e-4);
    }
  }

  private static Params miniLm() throws IOException {
    Layout layout = new Layout();
    new Bert("", GlipConfig.MINI.text()).declare(layout);
    TensorFile weights = MiniLm.load();
    assertThat(new ArrayList<>(weights.names())).isEqualTo(layout.names());
    return Params.from(
        layout,
        spec -> {
          var tensor = weights.get(spec.name());
          return Ops.of(tensor.toFloats(), tensor.shape());
        });
  }

  /** The token embeddings [B, L, 384] of ONNX Runtime, flat. */
  private static float[] onnxRuntime(long[] ids, long[] mask, int batch)
      throws IOException, OrtException {
    long[] shape = {batch, LENGTH};
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (InputStream in = MiniLmTest.class.getResourceAsStream("/all-minilm-l6-v2.onnx");
        OrtSession session = environment.createSession(Objects.requireNonNull(in).readAllBytes());
        OnnxTensor idTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
        OnnxTensor maskTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids",
                    idTensor,
                    "attention_mask",
                    maskTensor,
                    "token_type_ids",
                    types))) {
      OnnxTensor hidden = (OnnxTensor) result.get(0);
      assertThat(hidden.getInfo().getShape()).containsExactly(batch, LENGTH, MiniLm.HIDDEN_SIZE);
      float[] values = new float[ids.length * MiniLm.HIDDEN_SIZE];
      hidden.getFloatBuffer().get(values);
      return values;
    }
  }
}
