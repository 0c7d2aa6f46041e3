package org.sdptbench.harness.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The devices that workers use, and why.
 *
 * @param names what {@code sdptbench.device} of one worker after another is: {@code cpu}, or one
 *     {@code cuda:N} for each worker
 * @param reason the choice in words, where this program has made it and there was one; else empty
 */
public record Devices(List<String> names, Optional<String> reason) {
  /** The CPU, for as many workers as are wanted. */
  public static final Devices CPU = new Devices(List.of("cpu"), Optional.empty());

  /** Defensive copy. */
  public Devices {
    names = List.copyOf(names);
  }

  /** A wish that cannot be met. */
  public static final class NotThereException extends Exception {
    private static final long serialVersionUID = 1;

    NotThereException(String found) {
      super(found);
    }
  }

  /** Whether workers use GPUs, one each. */
  public boolean areGpus() {
    return !names.get(0).equals("cpu");
  }

  /**
   * What a wish comes to.
   *
   * @param wish {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}; several GPUs separated
   *     by commas
   * @throws NotThereException if it cannot be met; the message says what was found and the mend
   */
  public static Devices of(String wish, Optional<Natives> natives, List<Gpu> gpus)
      throws NotThereException {
    boolean cuda = natives.map(Natives::areForCuda).orElse(false);
    if (wish.equals("cpu")) {
      return CPU;
    } else if (wish.equals("auto")) {
      return auto(cuda, natives, gpus);
    }
    if (!cuda) {
      throw new NotThereException(noCuda(natives));
    }
    List<String> names = new ArrayList<>();
    for (String name : wish.split(",", -1)) {
      int index = name.equals("cuda") ? 0 : Integer.parseInt(name.substring("cuda:".length()));
      if (index >= gpus.size()) {
        throw new NotThereException(
            gpus.isEmpty()
                ? "no GPU is seen: nvidia-smi lists none that this process may use"
                : "GPU %s is not there; found 0 to %s".formatted(index, gpus.size() - 1));
      }
      names.add("cuda:" + index);
    }
    return new Devices(names, Optional.empty());
  }

  private static Devices auto(boolean cuda, Optional<Natives> natives, List<Gpu> gpus) {
    if (gpus.isEmpty()) {
      return CPU; // as there is nothing else
    } else if (!cuda) {
      return new Devices(
          CPU.names,
          Optional.of(
              "cpu, although there is a GPU (%s): %s"
                  .formatted(gpus.get(0).name(), noCuda(natives))));
    }
    List<String> names = gpus.stream().map(gpu -> "cuda:" + gpu.index()).toList();
    return new Devices(
        names,
        Optional.of(
            "%s (%s), one worker each".formatted(String.join(", ", names), gpus.get(0).name())));
  }

  private static String noCuda(Optional<Natives> natives) {
    return natives
        .map(
            found ->
                "PyTorch's libraries are those for %s (%s)"
                    .formatted(found.flavor(), found.source()))
        .orElse("PyTorch's libraries are not there")
        .concat(
            "; name those of an installed PyTorch for CUDA: PYTORCH_LIBRARY_PATH,"
                + " PYTORCH_VERSION, PYTORCH_FLAVOR");
  }
}
