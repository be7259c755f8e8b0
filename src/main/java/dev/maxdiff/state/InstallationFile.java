package dev.maxdiff.state;

import dev.maxdiff.domain.InvalidValueException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * {@code installation.json}: six characters that mark the orders of this installation.
 *
 * @param id {@code [a-z0-9]}, six of them
 */
public record InstallationFile(String id) {

  private static final String NAME = "installation.json";
  private static final Pattern FORM = Pattern.compile("[a-z0-9]{6}");
  private static final int LENGTH = 6;
  private static final int RADIX = 36;

  public InstallationFile {
    if (!FORM.matcher(String.valueOf(id)).matches()) {
      throw new InvalidValueException("installation", id, "6 of a-z and 0-9");
    }
  }

  /** The installation of this directory; made by {@code random} the first time. */
  public static InstallationFile of(StateDirectory directory, RandomGenerator random) {
    Optional<InstallationFile> known = StateJson.read(directory.file(NAME), InstallationFile.class);
    return known.orElseGet(
        () -> {
          InstallationFile made = new InstallationFile(characters(random));
          StateJson.write(directory.file(NAME), made);
          return made;
        });
  }

  /** Makes this the installation of the directory. */
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
