package dev.maxdiff.process.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The processes that a sweep signals: real processes, and a {@code /proc} with wrong contents. */
@Timeout(180)
class OrphanSweepTest {

  private static final String BOOT = "boot-1";

  @TempDir Path directory;
  private Process process;

  @AfterEach
  void endProcess() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void endsProcessesWithAnEarlierMarkOfTheDirectory() throws Exception {
    RuntimeMark earlier = RealChildren.mark(directory, "first");
    start(earlier);

    var result = sweep(ProcFs.ofThisMachine()).endEarlier(next(earlier));

    assertThat(result.ended()).extracting(ProcessIdentity::pid).containsExactly(pid());
    assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void p7LeavesItsOwnIncarnationAndACopiedDirectoryAlone() throws Exception {
    RuntimeMark own = RealChildren.mark(directory, "first");
    start(own);

    var copied = new RuntimeMark(own.uuid(), own.device(), own.inode() + 1, "second");
    assertThat(sweep(ProcFs.ofThisMachine()).endEarlier(own).ended()).isEmpty();
    assertThat(sweep(ProcFs.ofThisMachine()).endAll(copied).ended()).isEmpty();
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void p7ARecycledPidOfAJournalIsNeverSignalled() throws Exception {
    RuntimeMark own = RealChildren.mark(directory, "first");
    start(own);
    ProcFs proc = ProcFs.ofThisMachine();
    ProcessIdentity real = proc.identity(pid()).orElseThrow();
    var otherStart = new ProcessIdentity(pid(), real.startTicks() - 1, real.bootId());
    var otherBoot = new ProcessIdentity(pid(), real.startTicks(), "another");

    assertThat(sweep(proc).endJournalled(List.of(otherStart, otherBoot), own).ended()).isEmpty();
    assertThat(process.isAlive()).isTrue();

    assertThat(sweep(proc).endJournalled(List.of(real), own).ended()).containsExactly(real);
  }

  @Test
  void p7TheJournalOfACopiedDirectoryProvesNothing() throws Exception {
    RuntimeMark own = RealChildren.mark(directory, "first");
    start(own);
    ProcFs proc = ProcFs.ofThisMachine();
    ProcessIdentity real = proc.identity(pid()).orElseThrow();
    var copied = new RuntimeMark(own.uuid(), own.device(), own.inode() + 1, "second");

    assertThat(sweep(proc).endJournalled(List.of(real), copied).ended()).isEmpty();

    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void p7APidRecycledBetweenScanAndSignalIsNotSignalled() throws Exception {
    RuntimeMark mark = RealChildren.mark(directory, "first");
    start(mark);
    Path fake = fakeProc(pid(), 100, mark);
    MarkScan scan = new MarkScan(new ProcFs(fake));
    MarkScan.Found found = scan.find(any -> true).get(0);
    assertThat(scan.stillProven(found)).isTrue();

    writeStat(fake, pid(), 101);
    assertThat(scan.stillProven(found)).isFalse();

    writeStat(fake, pid(), 100);
    Files.writeString(fake.resolve(pid() + "/environ"), "PATH=/bin\0");
    assertThat(scan.stillProven(found)).isFalse();
  }

  @Test
  void p5AProcessThatCannotBeReadIsNotAbsent() throws IOException {
    Path fake = fakeProc(4711, 100, RealChildren.mark(directory, "first"));
    Files.delete(fake.resolve("4711/environ"));
    Files.createDirectory(
        fake.resolve("4711/environ")); // fails like a read without a free descriptor
    MarkScan scan = new MarkScan(new ProcFs(fake));
    assertThat(scan.find(any -> true)).as("a kernel thread").isEmpty();

    Files.createSymbolicLink(fake.resolve("4711/exe"), Path.of("/bin/true"));

    OrphanSweep sweep = new OrphanSweep(scan, Duration.ZERO, Duration.ofMillis(50));
    assertThatThrownBy(() -> scan.find(any -> true)).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> sweep.end(any -> true)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void skipsKnownPidsWithoutReadingThem() throws IOException {
    Path fake = fakeProc(4711, 100, RealChildren.mark(directory, "first"));
    MarkScan scan = new MarkScan(new ProcFs(fake));
    OrphanSweep sweep = new OrphanSweep(scan, Duration.ZERO, Duration.ofMillis(50));

    assertThat(sweep.marked(any -> true, pid -> pid == 4712)).hasSize(1);
    assertThat(sweep.marked(any -> true, pid -> pid == 4711)).isEmpty();

    Files.delete(fake.resolve("4711/environ"));
    Files.createDirectory(fake.resolve("4711/environ")); // a read of a directory fails
    Files.createSymbolicLink(fake.resolve("4711/exe"), Path.of("/bin/true"));
    assertThat(sweep.marked(any -> true, pid -> pid == 4711)).isEmpty();
  }

  @Test
  void readsAStatWhoseNameHasParenthesesAndBlanks() throws IOException {
    Path fake = fakeProc(4711, 100, RealChildren.mark(directory, "first"));

    ProcFs.Stat stat = new ProcFs(fake).stat(4711).orElseThrow();

    assertThat(stat).isEqualTo(new ProcFs.Stat(4711, 'S', 1, 2, 3, 100));
    assertThat(new ProcFs(fake).bootId()).isEqualTo(BOOT);
  }

  @Test
  void aMarkNeedsItsWholeForm() {
    var mark = new RuntimeMark("u-1", 5, 6, "i.2");
    assertThat(parse("A=1\0MAXDIFF_RUNTIME=" + mark + "\0MAXDIFF_KEY=K\0MAXDIFF_SLOT=exit\0"))
        .isEqualTo(new ProcessMark(mark, "K exit", 0));
    assertThat(ProcessMark.parse(bytes("XMAXDIFF_RUNTIME=" + mark + "\0"))).isEmpty();
    assertThat(ProcessMark.parse(bytes("MAXDIFF_RUNTIME=u:5:i\0"))).isEmpty();
    assertThat(ProcessMark.parse(bytes(""))).isEmpty();
  }

  private static ProcessMark parse(String environ) {
    return ProcessMark.parse(bytes(environ)).orElseThrow();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static RuntimeMark next(RuntimeMark mark) {
    return new RuntimeMark(mark.uuid(), mark.device(), mark.inode(), "second");
  }

  private static OrphanSweep sweep(ProcFs proc) {
    return new OrphanSweep(new MarkScan(proc), Duration.ofSeconds(1), Duration.ofSeconds(5));
  }

  private void start(RuntimeMark mark) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sleep", "600");
    builder.environment().put(RuntimeMark.VARIABLE, mark.toString());
    process = builder.start();
  }

  private int pid() {
    return (int) process.pid();
  }

  private Path fakeProc(int pid, long ticks, RuntimeMark mark) throws IOException {
    Path root = directory.resolve("proc");
    Files.createDirectories(root.resolve("sys/kernel/random"));
    Files.writeString(root.resolve("sys/kernel/random/boot_id"), BOOT + "\n");
    Files.createDirectories(root.resolve(Integer.toString(pid)));
    Files.writeString(root.resolve(pid + "/environ"), RuntimeMark.VARIABLE + "=" + mark + "\0");
    writeStat(root, pid, ticks);
    return root;
  }

  private static void writeStat(Path root, int pid, long ticks) throws IOException {
    Files.writeString(
        root.resolve(pid + "/stat"),
        pid + " (odd) name) S 1 2 3 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 " + ticks + " 0 0\n");
  }
}
