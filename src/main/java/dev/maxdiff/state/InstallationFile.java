package dev.maxdiff.state;

import dev.maxdiff.domain.InvalidValueException;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * {@code installation.json}: the id of this installation, a part of each of its order names.
 *
 * @param id six characters of {@code [a-z0-9]}
 * @param since no order of the installation was submitted before it; null = unknown
 */
public record InstallationFile(String id, Instant since) {

  private static final String NAME = "installation.json";
  private static final Pattern FORM = Pattern.compile("[a-z0-9]{6}");
  private static final int LENGTH = 6;
  private static final int RADIX = 36;

  public InstallationFile {
    if (!FORM.matcher(String.valueOf(id)).matches()) {
      throw new InvalidValueException("installation", id, "6 of a-z and 0-9");
    }
  }

  /**
   * Returns the directory's installation; the first call creates the id from {@code random}.
   *
   * @param since the {@link #since} of a new installation
   */
  public static InstallationFile of(
      StateDirectory directory, RandomGenerator random, Instant since) {
    Optional<InstallationFile> stored =
        StateJson.read(directory.file(NAME), InstallationFile.class);
    return stored.orElseGet(
        () -> {
          InstallationFile created = new InstallationFile(characters(random), since);
          StateJson.write(directory.file(NAME), created);
          return created;
        });
  }

  /** Stores this as the directory's installation. */
  public void write(StateDirectory directory) {
    StateJson.write(directory.file(NAME), this);
  }

  private static String characters(RandomGenerator random) {
    StringBuilder text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(Character.forDigit(random.nextInt(RADIX), RADIX));
    }
    return text.toString();
  }
}
