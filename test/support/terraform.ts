import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, writeFileSync, type Dirent } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Tool } from './require-tool';

export interface Terraform {
  /** For runs beside `run`: quiet, and with the mirror that was found. */
  env: NodeJS.ProcessEnv;
  run(folder: string, args: string[]): { status: number | null; output: string };
}

/** Names a folder of providers in Terraform's mirror layout. */
const MIRROR_VARIABLE = 'TRIBUTARY_PROVIDER_MIRROR';
const PROVIDER = join('hashicorp', 'aws');
const DEPTH_MAX = 5;
const FOLDERS_MAX = 20_000;
const SKIPPED = new Set(['proc', 'sys', 'dev', 'node_modules', '.git', '.terraform']);

/** Terraform and, where one lies on the machine, a mirror of its provider; else it downloads it. */
export function findTerraform(): Tool<Terraform> {
  const version = spawnSync('terraform', ['version'], { env: quiet({}), encoding: 'utf8' });
  if (version.status !== 0) return { missing: 'terraform on the PATH' };
  const configuration = configurationFile(findMirror());
  const env = quiet({ TF_CLI_CONFIG_FILE: configuration });
  return {
    found: {
      env,
      run(folder, args) {
        const { status, stdout, stderr } = spawnSync('terraform', args, {
          cwd: folder,
          env,
          encoding: 'utf8',
        });
        return { status, output: `${stdout}${stderr}` };
      },
    },
  };
}

function quiet(more: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', NO_COLOR: '1', ...more };
}

/** A file of its own, as the one that the variable names need not exist. */
function configurationFile(mirror: string | undefined): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tributary-terraform-')), 'terraform.rc');
  const installation =
    mirror === undefined
      ? ''
      : `provider_installation {\n  filesystem_mirror { path = ${JSON.stringify(mirror)} }\n}\n`;
  writeFileSync(file, `disable_checkpoint = true\n${installation}`);
  return file;
}

/** The variable, else Terraform's implied mirrors, else a folder of the mirror's shape near the root. */
function findMirror(): string | undefined {
  const named = process.env[MIRROR_VARIABLE];
  if (named !== undefined && named !== '') return named;
  const implied = [
    join(homedir(), '.terraform.d/plugins'),
    join(homedir(), '.local/share/terraform/plugins'),
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
  ];
  return implied.find(holdsProvider) ?? searchMirror('/');
}

function holdsProvider(mirror: string): boolean {
  return foldersOf(mirror).some((host) => existsSync(join(mirror, host, PROVIDER)));
}

/** Breadth first and bounded: a mirror lies at `<mirror>/<host>/hashicorp/aws`. */
function searchMirror(root: string): string | undefined {
  let level = [root];
  let seen = 0;
  for (let depth = 1; depth <= DEPTH_MAX - 2; depth += 1) {
    const next = level.flatMap((folder) => foldersOf(folder).map((name) => join(folder, name)));
    const host = next.find((folder) => existsSync(join(folder, PROVIDER)));
    if (host !== undefined) return dirname(host);
    seen += next.length;
    if (seen > FOLDERS_MAX) return undefined;
    level = next;
  }
  return undefined;
}

function foldersOf(folder: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // unreadable folders hold no mirror of ours
  }
  return entries
    .filter((entry) => entry.isDirectory() && !SKIPPED.has(entry.name))
    .map((entry) => entry.name);
}
