package dev.maxdiff.process;

import dev.maxdiff.process.os.DaemonThread;
import dev.maxdiff.process.os.RuntimeMark;
import dev.maxdiff.process.sentinel.Sentinel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundled watcher program as files of a state directory: its jar, and the class-data archive
 * that shortens its start. Each file name contains a hash of the file's origin, so both files are
 * created once.
 */
public final class ChildProgram {

  private static final Logger LOG = LoggerFactory.getLogger(ChildProgram.class);
  private static final String RESOURCE = "/maxdiff-child.jar";
  private static final String WATCHER = "dev.maxdiff.watch.child.WatcherChild";
  private static final int HASH_DIGITS = 12;
  private static final long ARCHIVE_SECONDS = 60;

  private final Path jar;
  private final Path archive;
  private final long size;

  private ChildProgram(Path jar, Path archive, long size) {
    this.jar = jar;
    this.archive = archive;
    this.size = size;
  }

  /**
   * Writes the jar into {@code directory} unless the same jar is there.
   *
   * @throws IOException when the jar cannot be written, or this build contains no child
   */
  public static ChildProgram extract(Path directory) throws IOException {
    byte[] bytes = bytes();
    String hash = hash(bytes);
    Path jar = directory.toAbsolutePath().resolve("maxdiff-child-" + hash + ".jar");
    String java = hash((hash + System.getProperty("java.vm.version") + javaHome()).getBytes());
    Path archive = jar.resolveSibling("maxdiff-child-" + java + ".jsa");
    ChildProgram program = new ChildProgram(jar, archive, bytes.length);
    program.restore();
    return program;
  }

  /** Writes the jar again if it has been removed or truncated; reads its size only otherwise. */
  void restore() throws IOException {
    if (!Files.exists(jar) || Files.size(jar) != size) {
      Files.createDirectories(directory());
      write(jar, bytes());
    }
  }

  /** Returns the working directory for the commands, which name their files without a path. */
  public Path directory() {
    return jar.getParent();
  }

  private static byte[] bytes() throws IOException {
    try (InputStream resource = ChildProgram.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IOException(RESOURCE + " is not on the class path (expected: mvn compile ran)");
      }
      return resource.readAllBytes();
    }
  }

  /**
   * Returns program and leading arguments of a watcher; with the class-data archive when it exists.
   */
  public List<String> command() {
    List<String> command = java("-Xmx32m");
    if (Files.exists(archive)) {
      command.add("-XX:SharedArchiveFile=" + archive.getFileName());
    }
    command.addAll(List.of("-cp", jarName(), WATCHER));
    return command;
  }

  /** Returns the sentinel's command for the runtime with this mark. */
  public List<String> sentinelCommand(RuntimeMark mark, ProcessSettings settings) {
    List<String> command = java("-Xmx16m");
    command.addAll(
        List.of(
            "-cp",
            jarName(),
            Sentinel.class.getName(),
            mark.toString(),
            Long.toString(settings.heartbeatTimeout().toMillis()),
            Long.toString(settings.sentinelGrace().toMillis())));
    return command;
  }

  /**
   * Creates the class-data archive in the background (about 1 s) unless it exists. A failure is
   * logged; children then start without it.
   *
   * @param mark the mark of the helper process, by which a sweep finds it
   */
  public void makeArchive(RuntimeMark mark) {
    if (!Files.exists(archive)) {
      new DaemonThread(() -> makeArchiveNow(mark), "maxdiff-archive").start();
    }
  }

  private void makeArchiveNow(RuntimeMark mark) {
    Path made = archive.resolveSibling(archive.getFileName() + "." + mark.incarnation());
    try {
      List<String> command = java("-Xmx32m");
      command.add("-XX:ArchiveClassesAtExit=" + made.getFileName());
      command.addAll(List.of("-cp", jarName(), WATCHER, "--warm-up"));
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(directory().toFile()).redirectErrorStream(true);
      builder.redirectInput(new File("/dev/null"));
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.environment().clear();
      builder.environment().putAll(new ChildEnvironment(System.getenv(), mark).ofHelper());
      Process process = builder.start();
      if (!process.waitFor(ARCHIVE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      } else if (process.exitValue() == 0 && Files.exists(made)) {
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        LOG.debug("Class-data archive {} made", archive);
      }
      Files.deleteIfExists(made);
    } catch (IOException e) {
      LOG.warn("Children start without a class-data archive: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> java(String heap) {
    return new ArrayList<>(
        List.of(
            Path.of(javaHome(), "bin", "java").toString(),
            "-Dmaxdiff.directory=" + directory(), // for a person who reads the list of processes
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            heap,
            "-Xss256k",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            // an archive mapped at its recorded address shares its pages between the children
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            // the JVM's own housekeeping wakes it four or five times a second, more often than most
            // watchers poll; without these timers it runs at safepoints, and once a minute
            "-XX:GuaranteedSafepointInterval=0",
            "-XX:AsyncDeflationInterval=0",
            // all of these are optional: a JVM that lacks an option starts without it
            "-XX:+IgnoreUnrecognizedVMOptions",
            // a JVM that cannot use the archive writes no line into the watcher's log
            "-Xlog:disable",
            "-Xlog:all=error:stderr"));
  }

  /** A class path is divided at each colon, so the directory must not be part of it. */
  private String jarName() {
    return jar.getFileName().toString();
  }

  private static String javaHome() {
    return System.getProperty("java.home");
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Path temporary = Files.createTempFile(file.getParent(), "maxdiff-child-", ".tmp");
    Files.write(temporary, bytes);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "%064x".formatted(new BigInteger(1, digest)).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
