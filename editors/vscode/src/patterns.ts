// Written by the tests: what `msk-lint lsp` asks clients to watch.
export const PATTERNS = [
  '**/*.{bash,cfg,cjs,conf,cs,csproj,cts,env,go,hcl,ini,java,js,json,json5,jsx,kt,mjs,mk,mts,properties,py,rb,rs,scala,sh,tf,tf.json,tftpl,tfvars,tfvars.json,tmpl,tofu,tofu.json,toml,tpl,ts,tsx,txt,xml,yaml,yml}',
  '**/{.env,.gitignore,.ignore,.terraform/modules/modules.json,Cargo.lock,Directory.Packages.props,GNUmakefile,Gemfile,Gemfile.lock,Makefile,Pipfile.lock,build.gradle,build.gradle.kts,go.mod,gradle/libs.versions.toml,makefile,package-lock.json,pnpm-lock.yaml,poetry.lock,pom.xml,requirements.txt,uv.lock,yarn.lock}',
  '**/.env.*',
];
