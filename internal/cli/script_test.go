package cli

import (
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what the commands print into the scripts")

func run() int { return Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv) }

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"multitude": func() { os.Exit(run()) },
		// The same for a user who has no more rights than others: root may
		// write everywhere, and tests often run as root.
		"multitude-ordinary": func() {
			if os.Getuid() == 0 {
				const nobody = 65534
				if err := syscall.Setuid(nobody); err != nil {
					panic(err)
				}
			}
			os.Exit(run())
		},
	})
}

// TestScripts runs the stories of testdata/script: a script for each command
// with its failures, and for each kind of bad input.
func TestScripts(t *testing.T) {
	proyecto, err := filepath.Abs("../../testdata/proyecto")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		WorkdirRoot:         workRoot(t),
		Setup: func(env *testscript.Env) error {
			env.Setenv("PROYECTO", proyecto)
			env.Setenv("HANAZONO", "/usr/share/fonts/truetype/hanazono/HanaMinB.ttf") // see test/install.sh
			return os.Chmod(env.WorkDir, 0o755)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
		},
	})
}

// workRoot is a folder for the scripts' folders, which any user may look into.
func workRoot(t *testing.T) string {
	dir, err := os.MkdirTemp("", "multitude-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				os.Chmod(path, 0o755)
			}
			return nil
		})
		os.RemoveAll(dir)
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// exits CODE PROGRAM ARGS... runs a program that must end with the code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM [ARGS...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	code := 0
	switch err := ts.Exec(args[1], args[2:]...).(type) {
	case nil:
	case *exec.ExitError:
		code = err.ExitCode()
	default:
		ts.Fatalf("%v", err)
	}
	if code != want {
		ts.Fatalf("exit code %d, want %d", code, want)
	}
}
