package org.sdptbench.baselines.pmf;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Coupling;
import org.sdptbench.glip.peft.Encoded;
import org.sdptbench.glip.peft.EncoderInput;
import org.sdptbench.glip.peft.Encoders;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.ImageEncoding;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.TextEncoding;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;

/**
 * Prompt-based fusion in action.
 *
 * @param params prompts and translations
 * @param backbone the frozen weights
 * @param norms name of the layer norm that what the image's queries found passes first, per fused
 *     layer; empty for none
 * @param images the image's side of each fused layer, in the order of the forward pass
 * @param texts the text's side, likewise
 */
record PmfAdaptation(
    Params params,
    Weights backbone,
    List<Optional<String>> norms,
    List<Modality> images,
    List<Modality> texts)
    implements Adaptation {
  PmfAdaptation {
    norms = List.copyOf(norms);
    images = List.copyOf(images);
    texts = List.copyOf(texts);
  }

  @Override
  public Reach reach() {
    return Reach.ENCODERS;
  }

  @Override
  public Adaptation over(Params other) {
    return new PmfAdaptation(other, backbone, norms, images, texts);
  }

  @Override
  public Optional<Coupling> coupling() {
    return Optional.of(this::encode);
  }

  private Encoded encode(Encoders encoders, EncoderInput input) {
    long batch = input.images().getShape().get(0);
    ImageEncoding image = encoders.images(input.images());
    TextEncoding text = encoders.text(input.ids(), input.mask());
    image.advanceTo(image.blocks() - images.size());
    text.advanceTo(text.layers() - texts.size());
    for (int i = 0; i < images.size(); i++) {
      Modality seeing = images.get(i);
      Modality reading = texts.get(i);
      // Both ask before either goes on.
      NDArray found = image.peek(seeing.question(params));
      NDArray size = norms.get(i).map(norm -> backbone.layerNorm(norm, found)).orElse(found);
      NDArray seen = seeing.translate(params, size);
      NDArray read = reading.translate(params, text.peek(reading.question(params)));
      image.step(seeing.fused(params, read, batch));
      text.step(reading.fused(params, seen, batch));
    }
    TextState words = text.finish();
    return Encoded.of(FusionInput.of(image.finish(), words.hidden(), words.mask()));
  }
}
